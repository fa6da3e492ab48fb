import { create } from 'content-disposition';
import { downloadName } from './download-name.js';

/**
 * Types that a browser may show by itself. All others are downloads only: an attachment is somebody else's file,
 * and a page or a drawing with scripts in it must not run on our origin (OWASP ASVS 5.4).
 */
const shownInline: ReadonlySet<string> = new Set([
  'application/pdf',
  'image/gif',
  'image/jpeg',
  'image/png',
  'image/webp',
  'text/plain',
]);

/** What text may be called to be shown: a script that a name makes one (`.js`, `.hta`, `.vbs`) is a download. */
const shownText = /(?:^|\.)(?:txt|text|log|md|csv|tsv)$|^[^.]*$/i;

const nothingLoaded = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/**
 * A PDF is not sandboxed: WebKit shows no sandboxed one (Chromium does: it leaves the policy of a PDF aside), and with
 * a type found in the content and `nosniff` it can only ever be read as a PDF, whose scripts know nothing of our
 * origin. The style is the viewer's own page's, which older Chromium leaves without height.
 */
const policyOf = (type: string): string =>
  type === 'application/pdf'
    ? `${nothingLoaded}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
    : `sandbox; ${nothingLoaded}`;

/**
 * For clients that read no `filename*`; the library would write `?` there, which Windows takes in no name. What is left
 * of a letter without its mark may be refused too (`≮` is `<` with one), or spell a device (`CÔN`).
 */
const plainName = (name: string): string =>
  downloadName(
    name
      .normalize('NFD')
      .replace(/\p{M}/gu, '')
      .replace(/[^\x20-\x7e]/gu, '_'),
  );

/**
 * Headers with which somebody else's file may be served from our origin.
 *
 * @param type what the content itself was found to be at upload, never what the sender called it
 */
export function attachmentHeaders(file: {
  readonly name: string;
  readonly type: string;
  readonly sha256: string;
}): Readonly<Record<string, string>> {
  const name = downloadName(file.name);
  const inline = shownInline.has(file.type) && (file.type !== 'text/plain' || shownText.test(file.name));
  return {
    'Content-Type': file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
    'Content-Disposition': create(name, {
      type: inline ? 'inline' : 'attachment',
      fallback: plainName(file.name),
    }),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': policyOf(file.type),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'Accept-Ranges': 'bytes',
    ETag: `"${file.sha256}"`,
  };
}
