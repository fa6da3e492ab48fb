/*
 * Header fields of a message (RFC 5322), in ASCII. Written for us where the library's own form loses something: what
 * is sealed must come out of the header exactly, spaces at either end and look-alikes of encoded words included.
 */

/** Of the UTF-8 of one encoded word: after `Subject: ` the line stays within 76 (RFC 2047, 2). */
const WORD_BYTES = 39;
/** Of a line without its break (RFC 5322, 2.1.1). */
const LINE = 78;

/** Printable ASCII in words with one space between them. */
const plainText = /^[!-~]+( [!-~]+)*$/;
/** A name that is no more than words: atoms of RFC 5322, 3.2.3, without what readers take for something else. */
const plainName = /^[A-Za-z0-9-]+( [A-Za-z0-9-]+)*$/;

export interface MailParty {
  readonly address: string;
  readonly name: string;
}

/** A field of free text: `Subject`. Empty text gives no field. */
export function textField(name: string, text: string): string {
  if (text === '') return '';
  const fits = name.length + 2 + text.length <= LINE;
  return `${name}: ${fits && isPlainText(text) ? text : encodedWords(text).join('\r\n ')}\r\n`;
}

/** Whether every reader takes a text as it stands: printable ASCII, single spaces, no look-alike of encoded words. */
export const isPlainText = (text: string): boolean => plainText.test(text) && !text.includes('=?');

/** A list of addresses, one a line: `To`. No address gives no field. */
export function addressField(name: string, parties: readonly MailParty[]): string {
  if (parties.length === 0) return '';
  return `${name}: ${parties.map(mailboxOf).join(',\r\n ')}\r\n`;
}

/** A value in which spaces say nothing (base64url, a compact JWS), cut into lines: {@link unfolded} gives it back. */
export function tokenField(name: string, token: string): string {
  const first = LINE - name.length - 2;
  const lines = [token.slice(0, first)];
  for (let start = first; start < token.length; start += LINE - 1)
    lines.push(token.slice(start, start + LINE - 1));
  return `${name}: ${lines.join('\r\n ')}\r\n`;
}

/** A field as it is, folded or not (RFC 5322, 2.2.3). */
export const onOneLine = (field: string): string => field.trimEnd().replace(/\r?\n[ \t]+/g, ' ');

/** The value of a {@link tokenField}, as a parser hands it on. */
export const unfolded = (value: string): string => value.replace(/\s/g, '');

function mailboxOf({ address, name }: MailParty): string {
  if (name === '') return `<${address}>`;
  if (name.length <= 60 && plainName.test(name)) return `${name} <${address}>`;
  return `${encodedWords(name).join('\r\n ')}\r\n <${address}>`;
}

/** Encoded words in base64 (RFC 2047), each of whole characters. */
export function encodedWords(text: string): string[] {
  const words: string[] = [];
  let piece = '';
  for (const character of text) {
    if (Buffer.byteLength(piece + character) > WORD_BYTES) {
      words.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...words, piece].map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`);
}
