import { wellFormed } from '../../contracts/text/well-formed.js';

/**
 * A file's name as it is kept: its last path segment, without control and direction characters (which show one
 * extension and mean another), 255 characters at most.
 */
export function safeFileName(name: string): string {
  const segment = wellFormed(name).normalize('NFC').split(/[/\\]/).at(-1) ?? '';
  const visible = segment
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu, '')
    .trim();
  const shortened = visible.length > 255 ? shorten(visible) : visible;
  return shortened === '' || /^\.+$/.test(shortened) ? 'sans-nom' : shortened;
}

/** Keeps the extension. */
function shorten(name: string): string {
  const extension = /\.[^.]{1,20}$/.exec(name)?.[0] ?? '';
  return name.slice(0, 255 - extension.length).replace(/[\ud800-\udbff]$/, '') + extension;
}
