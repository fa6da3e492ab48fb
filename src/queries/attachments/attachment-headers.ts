import { create } from 'content-disposition';

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
 * Headers with which somebody else's file may be served from our origin.
 *
 * @param type what the content itself was found to be at upload, never what the sender called it
 */
export function attachmentHeaders(file: {
  readonly name: string;
  readonly type: string;
  readonly sha256: string;
}): Readonly<Record<string, string>> {
  const inline = shownInline.has(file.type);
  return {
    'Content-Type': file.type === 'text/plain' ? 'text/plain; charset=utf-8' : file.type,
    'Content-Disposition': create(downloadName(file.name), { type: inline ? 'inline' : 'attachment' }),
    'X-Content-Type-Options': 'nosniff',
    'Content-Security-Policy': policyOf(file.type),
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Cache-Control': 'no-store',
    'Accept-Ranges': 'bytes',
    ETag: `"${file.sha256}"`,
  };
}

// Windows keeps these names for devices, with any extension.
const deviceName = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;
// What no file name may hold on some system, controls, and the marks that turn the writing direction.
const forbidden = /[<>:"/\\|?*\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** A name that every operating system takes, and that says what the file is. */
export function downloadName(name: string): string {
  const cleaned = name
    .replace(forbidden, '_')
    .replace(/[. ]+$/, '')
    .trimStart();
  if (cleaned === '') return 'document';
  return deviceName.test(cleaned) ? `_${cleaned}` : cleaned;
}
