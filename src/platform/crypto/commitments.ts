import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type Commitments, type Salts } from '../../contracts/events/message.events.js';

/** What of a mailbox or person is committed to: never an id of ours. */
export interface CommittedParty {
  readonly address: string;
  readonly name: string;
}

/** What the commitments of a message are made of. */
export interface CommittedValues {
  readonly subject: string;
  readonly from: CommittedParty;
  readonly to: readonly CommittedParty[];
  readonly cc: readonly CommittedParty[];
  /** The body as sealed (UTF-8), or its plain SHA-256 in hex. */
  readonly body: Uint8Array | string;
  /** In the message's order, each by the plain SHA-256 of its bytes in hex. */
  readonly attachments: readonly CommittedAttachment[];
}

export interface CommittedAttachment {
  readonly sha256: string;
  /** As the message shows it; with the type, absent where it is not at hand. */
  readonly name?: string;
  /** Media type as a file shows it: see {@link essenceOf}. */
  readonly type?: string;
}

/**
 * SHA-256(salt ‖ value) in hex. With a secret salt of 32 bytes it confirms no guess of the value; with the salt it
 * binds to it.
 *
 * @param salt base64url of 32 bytes
 */
export function commit(salt: string, value: Uint8Array): string {
  return createHash('sha256').update(Buffer.from(salt, 'base64url')).update(value).digest('hex');
}

/**
 * The commitments of a message. Subject, sender and recipients are committed to as RFC 8785 JSON (the recipients'
 * lists in their order, each with `address` and `name` alone); body and attachments by their SHA-256 digests, which
 * are known when the bytes have been read once (docs/decisions/0003-commitments-to-digests.md); names and types of
 * attachments as RFC 8785 JSON of `{ "name", "type" }`, where there are salts for them.
 *
 * @param salts one for each value
 * @throws RangeError unless there are as many salts as attachments
 */
export function commitTo(values: CommittedValues, salts: Salts): Commitments {
  const { attachments } = values;
  const perAttachment = [salts.attachments, salts.files ?? salts.attachments];
  if (perAttachment.some(({ length }) => length !== attachments.length))
    throw new RangeError('one salt for each attachment');
  return {
    subject: commit(salts.subject, canonical(values.subject)),
    from: commit(salts.from, canonical(partyOf(values.from))),
    to: commit(salts.to, canonical(values.to.map(partyOf))),
    cc: commit(salts.cc, canonical(values.cc.map(partyOf))),
    body: commit(salts.body, digestOf(values.body)),
    attachments: salts.attachments.map((salt, index) =>
      commit(salt, digestOf(attachments[index]?.sha256 ?? '')),
    ),
    ...(salts.files && {
      files: salts.files.map((salt, index) => commit(salt, canonical(fileOf(attachments[index])))),
    }),
  };
}

function partyOf({ address, name }: CommittedParty): CommittedParty {
  return { address, name };
}

function fileOf({ name = '', type = '' }: Partial<CommittedAttachment> = {}) {
  return { name, type: essenceOf(type) };
}

/**
 * A media type without parameters, in lower case, as it stands in a file: a message or multipart in a part of its own may
 * not be encoded (RFC 2046, 5), and a reader would look into it.
 */
export function essenceOf(type: string): string {
  const [essence = ''] = type.toLowerCase().split(';');
  return /^(message|multipart)\//.test(essence) ? 'application/octet-stream' : essence.trim();
}

function canonical(value: unknown): Buffer {
  return Buffer.from(canonicalize(value) ?? '');
}

function digestOf(value: Uint8Array | string): Buffer {
  if (typeof value === 'string') return Buffer.from(value, 'hex');
  return createHash('sha256').update(value).digest();
}
