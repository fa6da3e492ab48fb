/** What a reader of HTML takes for the beginning of a page (WHATWG MIME Sniffing, 7.1). */
const html =
  /^<(?:!doctype html|html|head|script|iframe|h1|div|font|table|a|style|title|b|body|br|p|!--|meta|link|img|form|object|embed|base)(?:[\s/>-]|$)/i;
const svg = /<svg[\s>]/i;
const xml = /^<(?:\?xml|!doctype|[a-z_][\w.:-]*[\s/>])/i;

/** The media type of text, by how it begins: mark-up that a browser would run is never plain text. */
export function textType(head: Buffer): string {
  const text = head.toString('utf8').replace(/^[\ufeff\s]+/, '');
  if (html.test(text)) return 'text/html';
  if (!xml.test(text)) return 'text/plain';
  return svg.test(text) ? 'image/svg+xml' : 'application/xml';
}
