import { type Response } from 'express';
import { invalid } from './problem.js';

/** Strong entity tags (RFC 9110, 8.8.3) of what is stored at a stream's revision. */
const TAG = /^"([^"]{0,100})"$/;
const REVISION = /^\d{1,15}$/;

/** Tells the caller what to send as `If-Match` to change exactly this. */
export function setEntityTag(response: Response, revision: number): void {
  response.set('ETag', `"${revision}"`);
}

/**
 * The revisions that `If-Match` accepts (RFC 9110, 13.1.1): undefined for any, which is also what `*` says. A tag
 * that is weak or none of ours matches nothing.
 *
 * @throws Problem 400 where the header is no list of tags
 */
export function ifMatchOf(header: string | undefined): readonly number[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header.split(',').flatMap((part) => {
    const tag = part.trim();
    if (/^W\/"[^"]{0,100}"$/.test(tag)) return [];
    const revision = TAG.exec(tag)?.[1];
    if (revision === undefined) {
      throw invalid([
        { field: 'If-Match', code: 'malformed', detail: 'Une version entre guillemets est attendue.' },
      ]);
    }
    return REVISION.test(revision) ? [Number(revision)] : [];
  });
}
