import { type NextFunction, type Request, type Response } from 'express';
import { wellFormed } from '../../contracts/text/well-formed.js';
import { type Problem, Problem as HttpProblem, tooLarge } from './problem.js';

/** Of one JSON body, in bytes. */
export const MAX_JSON_BYTES = 2 * 1024 * 1024;

/** Objects and arrays within one another; no request of the API has more than five. */
const MAX_JSON_DEPTH = 20;

/** Without a byte of such a body, and for the whole of it, in milliseconds. */
export const BODY_IDLE_MS = 30_000;
const BODY_WHOLE_MS = 300_000;

/** Paths whose body the controller streams itself, whatever its content type. */
export const rawBodyPaths: readonly RegExp[] = [
  /^\/api\/v1\/mailboxes\/[^/]+\/attachments$/,
  /^\/api\/v1\/admin\/imports$/,
];

const brokenJson = (): Problem =>
  new HttpProblem(400, 'broken-json', 'Le corps de la demande n’est pas du JSON valide.');

/** UTF-8 has no surrogates: in JSON only an escape can make half a pair. */
const escapedSurrogate = /\\u[dD][89a-fA-F]/;
const madeWellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? wellFormed(value) : value;

const tooSlow = (): Problem =>
  new HttpProblem(408, 'too-slow', 'La demande n’est pas arrivée en entier. Veuillez réessayer.');

const isJson = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;

/**
 * Reads JSON bodies into `request.body`. Written for us because Express's own parser waits for the end of a body
 * that is too large, however long that takes: ours refuses at once, and what remains is read away for a while.
 */
export function jsonBody(request: Request, _response: Response, next: NextFunction): void {
  if (!wanted(request)) {
    next();
    return;
  }
  readJson(request).then(
    (body) => {
      request.body = body;
      next();
    },
    (error: unknown) => next(error),
  );
}

function wanted(request: Request): boolean {
  if (!isJson.test(request.headers['content-type'] ?? '')) return false;
  // Mounted below a path, Express shows what comes after it alone.
  const path = request.baseUrl + request.path;
  return !rawBodyPaths.some((raw) => raw.test(path));
}

async function readJson(request: Request): Promise<unknown> {
  const encoding = request.headers['content-encoding'] ?? 'identity';
  if (encoding !== 'identity')
    throw new HttpProblem(415, 'encoding', 'Un corps compressé n’est pas accepté.');
  const bytes = await readBytes(request, MAX_JSON_BYTES);
  if (bytes.length === 0) return {};
  return parse(bytes);
}

function parse(bytes: Buffer): unknown {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = escapedSurrogate.test(text) ? JSON.parse(text, madeWellFormed) : JSON.parse(text);
  } catch {
    throw brokenJson();
  }
  if (typeof value !== 'object' || value === null || isTooDeep(value)) throw brokenJson();
  return value;
}

/** What walks over a body afterwards is recursive: nesting without a limit would exhaust its stack. */
function isTooDeep(value: object): boolean {
  let level: object[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === MAX_JSON_DEPTH) return true;
    level = level.flatMap((one) => Object.values(one).filter(isObject));
  }
  return false;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

/**
 * The whole body.
 *
 * @throws Problem 413 as soon as it is over `limit` bytes, 408 where it comes too slowly; the rest stays unread
 */
export function readBytes(request: Request, limit: number): Promise<Buffer> {
  const refusal = (): Problem => tooLarge('Cette demande est trop volumineuse.');
  if (Number(request.headers['content-length'] ?? 0) > limit) return Promise.reject(refusal());
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const settle = (act: () => void): void => {
      request.off('data', take).off('end', end).off('error', broken).off('close', broken);
      clearTimeout(idle);
      clearTimeout(whole);
      act();
    };
    const late = (): void => settle(() => reject(tooSlow()));
    const idle = setTimeout(late, BODY_IDLE_MS);
    const whole = setTimeout(late, BODY_WHOLE_MS);
    const take = (chunk: Buffer): void => {
      idle.refresh();
      size += chunk.length;
      if (size <= limit) chunks.push(chunk);
      else settle(() => reject(refusal()));
    };
    const end = (): void => settle(() => resolve(Buffer.concat(chunks)));
    const broken = (): void =>
      settle(() => reject(new HttpProblem(400, 'aborted', 'La demande est incomplète.')));
    request.on('data', take).on('end', end).on('error', broken).on('close', broken);
  });
}
