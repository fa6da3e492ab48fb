import { type Party } from '../../contracts/events/schemas.js';
import { parisDateTime } from '../../platform/time/paris-date-time.js';
import { cutHtml } from './cut-html.js';

export interface QuotedMessage {
  readonly from: Party;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  readonly subject: string;
  /** ISO 8601 instant. */
  readonly sentAt: string;
  /** As it was sealed, made safe. */
  readonly html: string;
}

/** Where the writer begins. */
const EMPTY_PARAGRAPH = '<p><br /></p>';

/** The body of an answer: what is answered, after a line that says who wrote it and when. */
export function quotedReply(message: QuotedMessage): string {
  const line = `Le ${parisDateTime(message.sentAt)}, ${party(message.from)} a écrit :`;
  return quoted(`<p>${line}</p>`, message.html);
}

/** The body of a forward: what is forwarded, after what its envelope says. */
export function quotedForward(message: QuotedMessage): string {
  const { from, to, cc, subject, sentAt, html } = message;
  const lines = [
    '---------- Message transféré ----------',
    `De : ${party(from)}`,
    `Date : ${parisDateTime(sentAt)}`,
    ...parties('À', to),
    ...parties('Cc', cc),
    `Objet : ${escaped(subject)}`,
  ];
  return quoted(`<p>${lines.join('<br />')}</p>`, html);
}

const parties = (name: string, some: readonly Party[]): string[] =>
  some.length > 0 ? [`${name} : ${some.map(party).join(', ')}`] : [];

/** Names hold what people typed: as text, never as html. */
function party({ address, name }: Party): string {
  return escaped(name === '' ? address : `${name} <${address}>`);
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function quoted(introduction: string, html: string): string {
  return cutHtml(`${EMPTY_PARAGRAPH}${introduction}<blockquote>${html}</blockquote>`);
}
