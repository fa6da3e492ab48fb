import { createHash } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import {
  DATABASES,
  type Databases,
  type Document,
  type Documents,
} from '../../platform/documents/documents.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { MAX_AGE_MS } from '../oidc/token-verifier.js';

/** `_id` is the SHA-256 of issuer and `jti`. */
interface LogoutTokenDocument extends Document {
  readonly expiresAt: string;
}

/** Logout tokens that were taken already: each does its work once (Back-Channel Logout 1.0, section 2.6). */
@Injectable()
export class LogoutTokens implements OnModuleInit {
  private readonly documents: Documents<LogoutTokenDocument>;

  constructor(
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.documents = databases.database('sessions').collection<LogoutTokenDocument>('logout-tokens');
  }

  async onModuleInit(): Promise<void> {
    await this.documents.createIndexes([
      { name: 'expires', key: { expiresAt: 1 }, why: 'tokens that are too old to be taken anyway' },
    ]);
  }

  async has(issuer: string, jti: string): Promise<boolean> {
    return (await this.documents.findOne({ _id: idOf(issuer, jti) })) !== null;
  }

  /** After it has done its work: one that failed on the way may come again. */
  async keep(issuer: string, jti: string): Promise<void> {
    const now = this.clock.now();
    // Twice the age at which a token is refused: our clock may be behind the one that it is judged by.
    const expiresAt = new Date(now.getTime() + 2 * MAX_AGE_MS).toISOString();
    const filter = { _id: idOf(issuer, jti) };
    await this.documents.bulkWrite([
      { deleteMany: { filter: { expiresAt: { $lte: now.toISOString() } } } },
      { updateOne: { filter, update: { $setOnInsert: { expiresAt } }, upsert: true } },
    ]);
  }
}

const idOf = (issuer: string, jti: string): string =>
  createHash('sha256')
    .update(JSON.stringify([issuer, jti]))
    .digest('hex');
