import sanitize, { type Attributes, type IOptions, type Tag } from 'sanitize-html';
import { safeStyle } from './inline-styles.js';

/** Pictures within the message; nothing is ever loaded from elsewhere (a load tells who read what, and when). */
const inlinePicture = /^data:image\/(?:png|jpeg|gif);base64,[A-Za-z0-9+/]+={0,2}$/;
const safeLink = /^(https?:\/\/|mailto:)[^\s\\]/i;
/** What browsers leave out of a URL before they read its scheme. */
// eslint-disable-next-line no-control-regex -- these are the characters
const ignoredInUrls = /[\u0000-\u0020\u007f-\u00a0\u2028\u2029]+/g;
const number = /^\d{1,4}$/;
/** Of a cell, in each direction, and of a column. */
const span = /^(?:[1-9]\d?|100)$/;
const numbers: Readonly<Record<string, RegExp>> = {
  width: number,
  height: number,
  start: number,
  span,
  colspan: span,
  rowspan: span,
};
/** What is left of a picture that may not be shown. The library's own filters copy all before each such element. */
const emptyPicture = '<img />';
/** Open elements: what the parser does at each tag grows with them. Mail people write has a few dozen. */
const MAX_DEPTH = 1_000;

/** The html is nested so deep that reading it would hold everybody else up. */
export class HtmlTooDeep extends Error {
  override readonly name = 'HtmlTooDeep';

  constructor() {
    super(`more than ${MAX_DEPTH} elements within each other`);
  }
}

const options: IOptions = {
  allowedTags: (
    'p br div span h1 h2 h3 h4 h5 h6 b strong i em u s strike del ins sub sup small mark blockquote pre code hr ' +
    'ul ol li dl dt dd a img table caption colgroup col thead tbody tfoot tr th td'
  ).split(' '),
  allowedAttributes: {
    '*': ['style', 'dir', 'lang'],
    a: ['href', 'title', 'target', 'rel'],
    img: ['src', 'alt', 'title', 'width', 'height'],
    ol: ['start', 'type', 'reversed'],
    col: ['span'],
    colgroup: ['span'],
    td: ['colspan', 'rowspan', 'align', 'valign'],
    th: ['colspan', 'rowspan', 'align', 'valign', 'scope'],
  },
  allowedSchemes: ['http', 'https', 'mailto'],
  allowedSchemesByTag: { img: ['data'] },
  allowProtocolRelative: false,
  nonTextTags: (
    'script style textarea option noscript title template svg math xmp plaintext noembed noframes iframe object ' +
    'applet frameset'
  ).split(' '),
  // Deeper nesting is what hangs mail clients.
  nestingLimit: 100,
  // Style attributes are matched by safeStyle; the library would parse each as a style sheet, and keep !important.
  parseStyleAttributes: false,
  transformTags: { a: safeAnchor, img: safePicture, '*': safeAttributes },
};

/**
 * The html of a message made safe: an allow-list of tags, attributes and styles. The result is a fixed point:
 * sanitising it again changes nothing.
 *
 * @throws HtmlTooDeep
 */
export function sanitizeHtml(html: string): string {
  let depth = 0;
  const safe = sanitize(html, {
    ...options,
    onOpenTag: () => {
      if (++depth > MAX_DEPTH) throw new HtmlTooDeep();
    },
    onCloseTag: () => {
      depth--;
    },
  });
  return safe.replaceAll(emptyPicture, '');
}

function safeAnchor(tagName: string, { href, title }: Attributes): Tag {
  const target = href?.replace(ignoredInUrls, '') ?? '';
  const attribs: Attributes = title === undefined ? {} : { title };
  if (safeLink.test(target))
    Object.assign(attribs, { href: target, target: '_blank', rel: 'noopener noreferrer' });
  return { tagName, attribs };
}

function safePicture(tagName: string, { src, ...attribs }: Attributes): Tag {
  if (src === undefined || !inlinePicture.test(src.replace(/\s+/g, ''))) return { tagName, attribs: {} };
  return { tagName, attribs: { src, ...attribs } };
}

function safeAttributes(tagName: string, attribs: Attributes): Tag {
  const safe: Attributes = {};
  for (const [name, value] of Object.entries(attribs)) {
    if (name !== 'style' && (!Object.hasOwn(numbers, name) || numbers[name]?.test(value) === true))
      safe[name] = value;
  }
  const style = attribs['style'] === undefined ? '' : safeStyle(attribs['style']);
  if (style !== '') safe['style'] = style;
  return { tagName, attribs: safe };
}
