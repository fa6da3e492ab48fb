import { Inject, Injectable } from '@nestjs/common';
import { type StrongAuth } from '../../contracts/events/person.events.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { hashOf } from '../sessions/secret-box.js';
import { Sessions } from '../sessions/sessions.js';
import { DeviceRecords } from './device-records.js';

/** How long a code is good, in milliseconds. */
export const PAIRING_MS = 2 * 60_000;

export interface OpenPairing {
  /** 256 random bits, which the code alone tells. */
  readonly secret: string;
  readonly expiresAt: string;
}

/** A code that is good as yet, and whose it is. */
export interface WaitingPairing {
  readonly person: string;
  /** Of the session that shows the code. */
  readonly strongAuth: StrongAuth;
  /** SHA-256 of what the code holds. */
  readonly secret: string;
}

/** Codes that wait for a device: one for each person, good once. */
@Injectable()
export class DevicePairings {
  constructor(
    private readonly records: DeviceRecords,
    private readonly sessions: Sessions,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** @param session the id of the session that shows the code, and without which it is worth nothing */
  async begin(person: string, session: string, strongAuth: StrongAuth): Promise<OpenPairing> {
    const secret = this.randomness.bytes(32).toString('base64url');
    const expiresAt = new Date(this.clock.now().getTime() + PAIRING_MS).toISOString();
    const replacement = { _id: person, secret: hashOf(secret), session, strongAuth, expiresAt };
    await this.records.pairings.bulkWrite([
      { replaceOne: { filter: { _id: person }, replacement, upsert: true } },
    ]);
    return { secret, expiresAt };
  }

  /**
   * Only looks: the code stays good.
   *
   * @returns undefined where there is no such code, it was taken, it is too old, or its session has ended
   */
  async find(shown: string): Promise<WaitingPairing | undefined> {
    const secret = hashOf(shown);
    const found = await this.records.pairings.findOne({ secret });
    if (found === null || this.clock.now().toISOString() >= found.expiresAt) return undefined;
    const { _id: person, session, strongAuth } = found;
    return (await this.sessions.isAlive(person, session)) ? { person, strongAuth, secret } : undefined;
  }

  /** Once: of several who show the same code one has it, whichever process they ask. @returns whether it is this one */
  async take({ person, secret }: WaitingPairing): Promise<boolean> {
    const filter = { _id: person, secret };
    return (await this.records.pairings.bulkWrite([{ deleteOne: { filter } }])).deletedCount === 1;
  }
}
