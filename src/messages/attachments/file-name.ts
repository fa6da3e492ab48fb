import { wellFormed } from '../../contracts/text/well-formed.js';

/** What an event holds of a name. */
const MAX_LENGTH = 255;
const invisible = /[\s\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu;

/**
 * A file's name as it is sealed: what its sender calls it, but for control characters and for what is beyond 255
 * characters. What some system does not take is made safe where the file is handed out.
 *
 * @returns an empty text where nothing of the name can be seen
 */
export function keptFileName(name: string): string {
  const kept = wellFormed(name)
    .replace(/\p{Cc}/gu, '')
    .trim();
  if (kept.replace(invisible, '') === '') return '';
  return kept.length > MAX_LENGTH ? shorten(kept) : kept;
}

/** Keeps the extension. */
function shorten(name: string): string {
  const extension = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  return name.slice(0, MAX_LENGTH - extension.length).replace(/[\ud800-\udbff]$/, '') + extension;
}
