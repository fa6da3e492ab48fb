import { type Readable } from 'node:stream';
import { decodeProtectedHeader } from 'jose';
import { type SealPayload } from '../crypto/seal.js';
import { type SealFault, type SealToVerify, verifySeal } from '../crypto/verify-seal.js';
import { plainText } from '../html/plain-text.js';
import { unfolded } from './header-fields.js';
import { messageOfMessageId } from './message-id.js';
import { type ReadEml, readEml } from './read-eml.js';
import { readSalts, sealFields } from './seal-headers.js';

/** What of the file does not fit: a fault of the seal itself, or of what a reader sees beside what it covers. */
export type EmlFault =
  | SealFault
  /** No message of ours: a field of the seal is missing. */
  | 'no-seal'
  /** A field stands there twice, or is one that an export never has: readers would disagree on it. */
  | 'fields'
  /** Other texts than one html and one plain text. */
  | 'structure'
  /** The plain text is not what the sealed html says. */
  | 'text'
  /** The key's id beside the seal is not that of the seal. */
  | 'kid'
  | 'date';

export type EmlVerdict =
  | {
      readonly valid: true;
      readonly payload: SealPayload;
      readonly kid: string;
      readonly attachments: number;
    }
  | { readonly valid: false; readonly reason: EmlFault };

const kept = ['jws', 'kid', 'salts'].map((name) => sealFields[name as keyof typeof sealFields].toLowerCase());
/** Fields that a reader shows or acts on: each once at most. */
const once = ['from', 'to', 'cc', 'subject', 'date', 'message-id', 'content-type', ...kept];
/** Fields that readers show beside those, or use in their place. */
const never = /^(bcc|sender|reply-to|resent-.*|return-path|disposition-notification-to)$/;

/**
 * Whether an exported message is as it was sealed: subject, sender, recipients, date, texts, and the bytes of each
 * attachment, none more and none less. Not covered by the seal: names and types of attachments, and which messages it
 * answers. Offline, from its arguments alone.
 *
 * @throws Error it is no message at all
 */
export async function verifyEml(
  source: Readable,
  jwks: { readonly keys: readonly object[] },
): Promise<EmlVerdict> {
  const eml = await readEml(source);
  const claimed = faultOfFields(eml) ?? faultOfTexts(eml) ?? claimOf(eml);
  if (typeof claimed === 'string') return { valid: false, reason: claimed };
  const { kid, ...seal } = claimed;
  const verdict = await verifySeal({ ...seal, jwks });
  if (!verdict.valid) return verdict;
  if (decodeProtectedHeader(seal.jws).kid !== kid) return { valid: false, reason: 'kid' };
  if (!isSecondOf(eml.date, verdict.payload.sealedAt)) return { valid: false, reason: 'date' };
  return { valid: true, payload: verdict.payload, kid, attachments: eml.attachments.length };
}

/** What the file says it is, to be held against the seal. */
function claimOf(eml: ReadEml): (Omit<SealToVerify, 'jwks'> & { readonly kid: string }) | EmlFault {
  const [jws = '', kid = '', encodedSalts = ''] = kept.map((field) => unfolded(eml.text(field)));
  const salts = readSalts(encodedSalts);
  const id = messageOfMessageId(eml.text('message-id'));
  const [from, ...others] = eml.parties('from');
  if (salts === undefined) return 'malformed';
  if (id === undefined) return 'id';
  if (from === undefined || others.length > 0) return 'from';
  const revealed = {
    subject: eml.text('subject'),
    from,
    to: eml.parties('to'),
    cc: eml.parties('cc'),
    body: eml.bodies[1]?.bytes ?? Buffer.alloc(0),
    attachments: eml.attachments,
    salts,
  };
  return { jws, kid, id, revealed };
}

function faultOfFields({ fieldNames: names }: ReadEml): EmlFault | undefined {
  const times = (field: string): number => names.filter((name) => name === field).length;
  if (kept.some((field) => times(field) === 0)) return 'no-seal';
  if (once.some((field) => times(field) > 1) || names.some((name) => never.test(name))) return 'fields';
  return undefined;
}

/** Another one would show the sealed bytes as another text. */
const UTF8 = '; charset=utf-8';

function faultOfTexts(eml: ReadEml): EmlFault | undefined {
  const [text, html, ...others] = eml.bodies;
  if (text?.type !== `text/plain${UTF8}` || html?.type !== `text/html${UTF8}`) return 'structure';
  if (others.length > 0) return 'structure';
  const shown = text.bytes.toString('utf8').replaceAll('\r\n', '\n');
  return shown === alternativeOf(html.bytes) ? undefined : 'text';
}

const alternativeOf = (html: Buffer): string => plainText(html.toString('utf8')).replace(/\r\n?/g, '\n');

/** A `Date` tells seconds. */
function isSecondOf(date: Date | undefined, instant: string): boolean {
  return date !== undefined && date.getTime() === Math.floor(Date.parse(instant) / 1000) * 1000;
}
