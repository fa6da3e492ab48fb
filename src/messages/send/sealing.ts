import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type MessageSealed, type Salts } from '../../contracts/events/message.events.js';
import { type By, type Party } from '../../contracts/events/schemas.js';
import { commitTo } from '../../platform/crypto/commitments.js';
import { SEALER, type Sealer } from '../../platform/crypto/seal.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { type SealedAttachment } from './sealed-attachment.js';

export interface MessageToSeal {
  readonly message: string;
  /** ISO 8601 instants. */
  readonly sealedAt: string;
  readonly expiresAt: string;
  readonly subject: string;
  readonly from: Party;
  readonly to: readonly Party[];
  readonly cc: readonly Party[];
  /** Made safe; as it is stored. */
  readonly body: { readonly content: string; readonly bytes: Buffer };
  readonly attachments: readonly SealedAttachment[];
  readonly replyTo: string | null;
  readonly references: readonly string[];
  readonly forwardOf: string | null;
  readonly by: By;
}

export interface SealedMessage {
  readonly sealed: Omit<MessageSealed['data'], 'sender' | 'holders'>;
  readonly private: NonNullable<MessageSealed['private']>;
}

const SALT_BYTES = 32;

/** Commits to every part under a salt of its own, and signs the commitments (G2; architecture, « Sealing »). */
@Injectable()
export class Sealing {
  constructor(
    @Inject(SEALER) private readonly sealer: Sealer,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  async seal(message: MessageToSeal): Promise<SealedMessage> {
    const { sealedAt, expiresAt, subject, from, to, cc, body, attachments, by } = message;
    const { replyTo, references, forwardOf } = message;
    const salts = this.salts(attachments.length);
    const bodySha256 = createHash('sha256').update(body.bytes).digest('hex');
    const commitments = commitTo({ subject, from, to, cc, body: bodySha256, attachments }, salts);
    const { kid, jws } = await this.sealer.sign({ id: message.message, sealedAt, commitments });
    return {
      sealed: {
        sealedAt,
        expiresAt,
        kid,
        jws,
        commitments,
        body: { content: body.content, size: body.bytes.length },
        attachments: attachments.map(({ id, content, size }) => ({ id, content, size })),
        replyTo,
        ...(references.length > 0 && { references: [...references] }),
        forwardOf,
      },
      private: {
        subject,
        from,
        to: [...to],
        cc: [...cc],
        attachments: attachments.map(({ name, type, sha256 }) => ({ name, type, sha256 })),
        bodySha256,
        salts,
        by,
      },
    };
  }

  /** One draw for all: most of the cost is in the call. */
  private salts(attachments: number): Salts {
    const drawn = this.randomness.bytes(SALT_BYTES * (5 + 2 * attachments));
    const salt = (index: number): string =>
      drawn.toString('base64url', index * SALT_BYTES, (index + 1) * SALT_BYTES);
    return {
      subject: salt(0),
      from: salt(1),
      to: salt(2),
      cc: salt(3),
      body: salt(4),
      attachments: Array.from({ length: attachments }, (_, i) => salt(5 + i)),
      files: Array.from({ length: attachments }, (_, i) => salt(5 + attachments + i)),
    };
  }
}
