import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { type Response } from 'express';
import { invalid } from './problem.js';

export const IF_MATCH = 'If-Match';
/** Metadata of the routes that look at `If-Match`. */
export const LOOKS_AT_IF_MATCH = 'looks-at-if-match';

/** Strong entity tags (RFC 9110, 8.8.3). */
const TAG = /^"([^"]{0,100})"$/;
const REVISION = /^\d{1,15}$/;

/** Says that a route looks at `If-Match`, which is optional. */
export const TakesIfMatch = (
  description = 'The `ETag` that this window has read: nothing is changed if it is another now.',
): MethodDecorator =>
  applyDecorators(
    SetMetadata(LOOKS_AT_IF_MATCH, true),
    ApiHeader({ name: IF_MATCH, required: false, description }),
  );

/**
 * Tells the caller what to send as `If-Match` to change exactly this.
 *
 * @param tag a stream's revision, or a {@link contentTag}
 */
export function setEntityTag(response: Response, tag: number | string): void {
  response.set('ETag', `"${tag}"`);
}

/**
 * The tags that `If-Match` accepts (RFC 9110, 13.1.1): undefined for any, which is also what `*` says. A weak one
 * matches nothing.
 *
 * @throws Problem 400 where the header is no list of tags
 */
export function entityTagsOf(header: string | undefined): readonly string[] | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  return header.split(',').flatMap((part) => {
    const tag = part.trim();
    if (/^W\/"[^"]{0,100}"$/.test(tag)) return [];
    const text = TAG.exec(tag)?.[1];
    if (text !== undefined) return [text];
    throw invalid([
      { field: IF_MATCH, code: 'malformed', detail: 'Une version entre guillemets est attendue.' },
    ]);
  });
}

/** The same where tags are revisions: one that is none of ours matches nothing. */
export function ifMatchOf(header: string | undefined): readonly number[] | undefined {
  return entityTagsOf(header)?.flatMap((tag) => (REVISION.test(tag) ? [Number(tag)] : []));
}
