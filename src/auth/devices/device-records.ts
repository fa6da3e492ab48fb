import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type StrongAuth } from '../../contracts/events/person.events.js';
import {
  DATABASES,
  type Databases,
  type Document,
  type Documents,
  type IndexSpec,
} from '../../platform/documents/documents.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';

/** A pairing code that waits. `_id` is the person: a new code takes the place of the one before. */
export interface PairingDocument extends Document {
  /** SHA-256 of what the code holds. */
  readonly secret: string;
  /** Its id: the code ends with the session that shows it. */
  readonly session: string;
  /** Of that session. */
  readonly strongAuth: StrongAuth;
  readonly expiresAt: string;
}

/** A proof that came once. `_id` is the SHA-256 of the key's thumbprint and the proof's `jti`. */
export interface ProofDocument extends Document {
  readonly expiresAt: string;
}

/** What a device was given, as far as the log does not say it. `_id` is the device. It holds no token. */
export interface GrantDocument extends Document {
  /** Of the newest refresh token. */
  readonly generation: number;
  /** The newest generation of which the device has used a token: its answer was not lost. */
  readonly confirmed: number;
  /** When it was used first, by the machine's clock; empty before. */
  readonly confirmedAt: string;
  /** Empty before the first call. */
  readonly lastUsedAt: string;
  /** When the device has to be paired anew. */
  readonly expiresAt: string;
}

const expiring = (why: string): IndexSpec => ({ name: 'expires', key: { expiresAt: 1 }, why });

/** What is kept of mobile devices beside the log, in the database `sessions`. All of it expires. */
@Injectable()
export class DeviceRecords implements OnModuleInit {
  readonly pairings: Documents<PairingDocument>;
  readonly proofs: Documents<ProofDocument>;
  readonly grants: Documents<GrantDocument>;

  constructor(
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    const sessions = databases.database('sessions');
    this.pairings = sessions.collection<PairingDocument>('device-pairings');
    this.proofs = sessions.collection<ProofDocument>('device-proofs');
    this.grants = sessions.collection<GrantDocument>('device-grants');
  }

  async onModuleInit(): Promise<void> {
    await this.pairings.createIndexes([
      { name: 'secret', key: { secret: 1 }, why: 'the pairing that a device shows the code of' },
      expiring('codes that no device has shown'),
    ]);
    await this.proofs.createIndexes([expiring('proofs that are too old to be taken anyway')]);
    await this.grants.createIndexes([expiring('devices that have to be paired anew')]);
  }

  /** Removes what has expired; the housekeeping calls it. */
  async purge(): Promise<void> {
    const filter = { expiresAt: { $lte: this.clock.now().toISOString() } };
    for (const documents of [this.pairings, this.proofs, this.grants])
      await documents.bulkWrite([{ deleteMany: { filter } }]);
  }
}
