import { type Readable } from 'node:stream';
import { decodeProtectedHeader } from 'jose';
import { type CommittedValues } from '../crypto/commitments.js';
import { type SealPayload } from '../crypto/seal.js';
import { type SealFault, type SealToVerify, verifySeal } from '../crypto/verify-seal.js';
import { plainText } from '../html/plain-text.js';
import { addressField, onOneLine, textField, unfolded } from './header-fields.js';
import { messageOfMessageId } from './message-id.js';
import { type ReadAttachment, type ReadEml, readEml } from './read-eml.js';
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
      /** Whether the seal covers their names and types. */
      readonly coversNames: boolean;
    }
  | { readonly valid: false; readonly reason: EmlFault };

const kept = ['jws', 'kid', 'salts'].map((name) => sealFields[name as keyof typeof sealFields].toLowerCase());
/** Fields that a reader shows or acts on: each once at most. */
const once = [
  ...['from', 'to', 'cc', 'subject', 'date', 'message-id', 'content-type', 'auto-submitted'],
  ...kept,
];
/** Fields that readers show beside those, or use in their place. */
const never = /^(bcc|sender|reply-to|resent-.*|return-path|disposition-notification-to)$/;

/**
 * Whether an exported message is as it was sealed: subject, sender, recipients, date, texts, and the bytes of each
 * attachment with its name and type, none more and none less. Not covered: which messages it answers, whether it
 * is an automatic reply, and, by seals of before, names and types of attachments. Offline, from its arguments alone.
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
  const { payload } = verdict;
  const coversNames = payload.commitments.files !== undefined;
  return { valid: true, payload, kid, attachments: eml.attachments.length, coversNames };
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
    body: bodyOf(eml),
    attachments: eml.attachments,
    salts,
  };
  return faultOfForm(eml, revealed) ?? { jws, kid, id, revealed };
}

/** What is sealed is written as exports write it: another way of saying it may say something else to another reader. */
function faultOfForm(
  eml: ReadEml,
  { subject, from, to, cc }: Omit<CommittedValues, 'body' | 'attachments'>,
): EmlFault | undefined {
  const written = {
    subject: textField('Subject', subject),
    from: addressField('From', [from]),
    to: addressField('To', to),
    cc: addressField('Cc', cc),
  };
  const fields = ['subject', 'from', 'to', 'cc'] as const;
  const other = fields.find((field) => eml.line(field) !== onOneLine(written[field]));
  if (other !== undefined) return other;
  return DATE.test(eml.line('date')) ? undefined : 'date';
}

const DATE = /^Date: \w{3}, \d{2} \w{3} \d{4} \d{2}:\d{2}:\d{2} \+0000$/;

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
  if (others.length > 0 || !eml.isOfOurForm || !eml.attachments.every(isNamedOnce)) return 'structure';
  const shown = text.bytes.toString('utf8').replaceAll('\r\n', '\n');
  return shown === alternativeOf(html.bytes) ? undefined : 'text';
}

const bodyOf = ({ bodies }: ReadEml): Buffer => bodies[1]?.bytes ?? Buffer.alloc(0);

const isNamedOnce = (attachment: ReadAttachment): boolean => attachment.isNamedOnce;

const alternativeOf = (html: Buffer): string => plainText(html.toString('utf8')).replace(/\r\n?/g, '\n');

/** A `Date` tells seconds. */
function isSecondOf(date: Date | undefined, instant: string): boolean {
  return date !== undefined && date.getTime() === Math.floor(Date.parse(instant) / 1000) * 1000;
}
