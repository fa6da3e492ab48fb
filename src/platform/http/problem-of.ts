import { HttpException } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { statusOfRefusal } from '../../contracts/http/refusal-status.js';
import { StreamBusy, TooManyConflicts } from '../commands/commands.errors.js';
import { IdempotencyInProgress } from '../commands/idempotency.errors.js';
import { ContentMissing, ContentStoreFull, ContentUnavailable } from '../content/content.errors.js';
import { DocumentsUnavailable } from '../documents/documents.errors.js';
import {
  AppendOutcomeUnknown,
  AppendTooLarge,
  EventStoreUnavailable,
} from '../event-store/event-store.errors.js';
import { isStorageFull } from '../storage-full.js';
import { MailUnavailable } from '../mail/mail.errors.js';
import { notFound, Problem, tooLarge, unavailable } from './problem.js';

const unknownOutcome = (cause: unknown): Problem =>
  new Problem(
    503,
    'outcome-unknown',
    'Le service n’a pas répondu à temps : la demande a peut-être été enregistrée. Renouvelez-la à l’identique.',
    { headers: { 'Retry-After': '5' }, cause },
  );

const storageFull = (cause: unknown): Problem =>
  new Problem(507, 'storage-full', 'Le service n’a plus de place. Veuillez réessayer plus tard.', {
    headers: { 'Retry-After': RETRY_AFTER_S },
    cause,
  });

/** Of a refusal that passes by itself. */
const RETRY_AFTER_S = '60';

const unexpected = (cause: unknown): Problem =>
  new Problem(500, 'unexpected', 'Une erreur inattendue est survenue.', { cause });

function problemOfRefusal({ code, detail, errors }: Refusal): Problem {
  const status = statusOfRefusal(code);
  const headers: Record<string, string> =
    status === 429 || status === 503 ? { 'Retry-After': RETRY_AFTER_S } : {};
  return new Problem(status, code, detail, { errors, headers });
}

/** What HTTP answers for an error thrown anywhere; never tells what the service did not mean to tell. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof Refusal) {
    return problemOfRefusal(error);
  }
  if (error instanceof AppendOutcomeUnknown) return unknownOutcome(error);
  if (isOutOfReach(error)) return isStorageFull(error) ? storageFull(error) : unavailable(error);
  if (isBusy(error)) return unavailable(error);
  if (error instanceof ContentMissing) return notFound();
  if (error instanceof ContentStoreFull) return storageFull(error);
  if (error instanceof AppendTooLarge) return tooLarge('Cette demande est trop volumineuse.');
  return problemOfHttpException(error);
}

const isOutOfReach = (error: unknown): boolean =>
  error instanceof EventStoreUnavailable ||
  error instanceof DocumentsUnavailable ||
  error instanceof ContentUnavailable;

const isBusy = (error: unknown): boolean =>
  error instanceof TooManyConflicts ||
  error instanceof StreamBusy ||
  error instanceof IdempotencyInProgress ||
  error instanceof MailUnavailable;

/** Nest's own exceptions: unknown route, malformed parameter. */
function problemOfHttpException(error: unknown): Problem {
  const status = error instanceof HttpException ? error.getStatus() : statusOfMiddleware(error);
  if (status === 404) return notFound();
  if (status === 413) return tooLarge('Cette demande est trop volumineuse.');
  if (status >= 400 && status < 500) return new Problem(status, 'invalid', 'La demande est invalide.');
  return unexpected(error);
}

/** Express and its middleware mark their refusals with `status` (RFC 9110); a malformed path is one. */
function statusOfMiddleware(error: unknown): number {
  const status = error instanceof Error && 'status' in error ? error.status : undefined;
  return typeof status === 'number' ? status : 500;
}
