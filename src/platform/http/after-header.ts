import { type Response } from 'express';
import { type After } from '../read-models/read-models.js';
import { invalid } from './problem.js';

const FORM = /^([A-Za-z0-9][A-Za-z0-9_-]{0,120})@(\d{1,15})$/;

/** Reads `X-After: <stream>@<revision>`; undefined where there is none. @throws Problem 400 */
export function afterOf(header: string | undefined): After | undefined {
  if (header === undefined) return undefined;
  const match = FORM.exec(header);
  if (match?.[1] === undefined) {
    throw invalid([{ field: 'X-After', code: 'malformed', detail: 'La forme attendue est flux@révision.' }]);
  }
  return { stream: match[1], revision: Number(match[2]) };
}

export interface CommandResult {
  readonly stream: string;
  readonly revision: number;
}

/** Tells the caller what to send as `X-After` with the next query. */
export function setAfter(response: Response, result: CommandResult): void {
  response.set('X-After', `${result.stream}@${result.revision}`);
}

/** Marks an answer that does not yet show what the caller asked to see. */
export function setStale(response: Response): void {
  response.set('X-Stale', '1');
}
