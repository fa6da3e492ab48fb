import { compactVerify, createLocalJWKSet, errors } from 'jose';
import canonicalize from 'canonicalize';
import { type Commitments, type Salts } from '../../contracts/events/message.events.js';
import { type CommittedValues, commitTo } from './commitments.js';
import { type SealPayload } from './seal.js';

export interface SealToVerify {
  /** Compact JWS (RFC 7515). */
  readonly jws: string;
  /** Public keys (RFC 7517), as `/.well-known/jwks.json` answers them. */
  readonly jwks: { readonly keys: readonly object[] };
  /** Of the message that the seal must be of. */
  readonly id: string;
  /** ISO 8601 instant that the seal must bear, where one is claimed. */
  readonly sealedAt?: string;
  /** Commitments that the seal must bear, where the event with them is at hand. */
  readonly commitments?: Commitments;
  /** The message itself with its salts. Without it (after expiry) the signature alone is verified. */
  readonly revealed?: CommittedValues & { readonly salts: Salts };
}

/** What does not fit: the token, the key, the signature, or what of the message was changed. */
export type SealFault =
  | 'malformed'
  | 'algorithm'
  | 'unknown-key'
  | 'signature'
  | 'id'
  | 'sealed-at'
  | 'commitments'
  | keyof Commitments;

export type SealVerdict =
  | { readonly valid: true; readonly payload: SealPayload }
  | { readonly valid: false; readonly reason: SealFault };

type KeySet = ReturnType<typeof createLocalJWKSet>;
/** An auditor checks many seals against one set: its keys are imported once. */
const keySets = new WeakMap<object, KeySet>();

/** Verifies a seal offline, from nothing but its arguments. */
export async function verifySeal(seal: SealToVerify): Promise<SealVerdict> {
  const signed = await payloadOf(seal);
  if (typeof signed === 'string') return { valid: false, reason: signed };
  const reason = mismatch(signed, seal);
  return reason === undefined ? { valid: true, payload: signed } : { valid: false, reason };
}

async function payloadOf(seal: SealToVerify): Promise<SealPayload | SealFault> {
  try {
    const { payload, protectedHeader } = await compactVerify(seal.jws, keySetOf(seal.jwks), {
      algorithms: ['EdDSA'],
    });
    if (typeof protectedHeader.kid !== 'string') return 'malformed';
    return parsed(Buffer.from(payload).toString('utf8')) ?? 'malformed';
  } catch (error) {
    return faultOf(error);
  }
}

function keySetOf(jwks: SealToVerify['jwks']): KeySet {
  const known = keySets.get(jwks);
  if (known !== undefined) return known;
  const made = createLocalJWKSet({ keys: [...jwks.keys] });
  keySets.set(jwks, made);
  return made;
}

function faultOf(error: unknown): SealFault {
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'signature';
  if (error instanceof errors.JOSEAlgNotAllowed) return 'algorithm';
  if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys) {
    return 'unknown-key';
  }
  return 'malformed';
}

/** Only the canonical form says one thing to every reader (no member twice, no other order). */
function parsed(text: string): SealPayload | undefined {
  const value = JSON.parse(text) as Partial<SealPayload> | null;
  if (canonicalize(value) !== text) return undefined;
  if (typeof value?.id !== 'string' || typeof value.sealedAt !== 'string') return undefined;
  return value.commitments instanceof Object ? (value as SealPayload) : undefined;
}

function mismatch(signed: SealPayload, seal: SealToVerify): SealFault | undefined {
  if (signed.id !== seal.id) return 'id';
  if (seal.sealedAt !== undefined && signed.sealedAt !== seal.sealedAt) return 'sealed-at';
  if (seal.commitments && !same(signed.commitments, seal.commitments)) return 'commitments';
  return seal.revealed && changedPart(signed.commitments, seal.revealed);
}

function changedPart(
  signed: Commitments,
  revealed: NonNullable<SealToVerify['revealed']>,
): keyof Commitments | undefined {
  const { salts } = revealed;
  const { length } = revealed.attachments;
  if (salts.attachments.length !== length) return 'attachments';
  if (salts.files !== undefined && salts.files.length !== length) return 'files';
  const actual = commitTo(revealed, salts);
  const parts = ['subject', 'from', 'to', 'cc', 'body', 'attachments'] as const;
  const changed = parts.find((part) => !same(signed[part], actual[part]));
  if (changed !== undefined || signed.files === undefined) return changed;
  const named = revealed.attachments.every(({ name, type }) => name !== undefined && type !== undefined);
  return !named || same(signed.files, actual.files) ? undefined : 'files';
}

function same(one: unknown, other: unknown): boolean {
  return canonicalize(one) === canonicalize(other);
}
