import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { type Commitments, type Salts } from '../../contracts/events/message.events.js';
import { type Party } from '../../contracts/events/schemas.js';

/** What a seal commits to. */
export interface SealedValues {
  readonly subject: string;
  readonly from: Pick<Party, 'address' | 'name'>;
  readonly to: readonly Pick<Party, 'address' | 'name'>[];
  readonly cc: readonly Pick<Party, 'address' | 'name'>[];
  /** The html as stored, UTF-8. */
  readonly body: Buffer;
  readonly attachments: readonly {
    readonly name: string;
    readonly type: string;
    readonly size: number;
    /** Of the content, hex. */
    readonly sha256: string;
  }[];
}

/**
 * SHA-256(salt ‖ value), hex, of each part; the salt is 32 bytes. Values: subject and body as UTF-8; a party as
 * `{ address, name }`, `to` and `cc` as arrays of those, an attachment as `{ name, sha256, size, type }`, each in
 * RFC 8785 form. Ids of ours (mailbox, content) are left out: whoever verifies an export does not have them.
 */
export function commitTo(values: SealedValues, salts: Salts): Commitments {
  return {
    subject: commitment(salts.subject, values.subject),
    from: commitment(salts.from, canonical(party(values.from))),
    to: commitment(salts.to, canonical(values.to.map(party))),
    cc: commitment(salts.cc, canonical(values.cc.map(party))),
    body: commitment(salts.body, values.body),
    attachments: values.attachments.map(({ name, type, size, sha256 }, index) =>
      commitment(salts.attachments[index] ?? '', canonical({ name, type, size, sha256 })),
    ),
  };
}

const party = ({ address, name }: Pick<Party, 'address' | 'name'>) => ({ address, name });

/** Throws where there is no salt: a commitment without one would confirm guesses. */
function commitment(salt: string, value: string | Buffer): string {
  const bytes = Buffer.from(salt, 'base64url');
  if (bytes.length !== 32) throw new RangeError('a commitment needs a salt of 32 bytes');
  return createHash('sha256').update(bytes).update(value).digest('hex');
}

function canonical(value: unknown): string {
  return canonicalize(value) ?? '';
}
