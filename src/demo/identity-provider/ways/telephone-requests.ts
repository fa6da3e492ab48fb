import { Inject, Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { RANDOMNESS, type Randomness } from '../../../platform/randomness/randomness.js';
import { type DemoPerson } from '../../demo-people.js';

/** As Pro Santé Connect's `expires_in`, in seconds. */
export const REQUEST_LIFE_S = 120;
const MAX_REQUESTS = 1_000;

export interface TelephoneRequest {
  readonly id: string;
  readonly person: DemoPerson;
  /** Shown on both devices, for the person to compare (`binding_message`). */
  readonly message: string;
  state: 'pending' | 'approved' | 'refused';
  /** Told once the person has answered. */
  readonly answered: (approved: boolean) => Promise<void>;
}

/** What waits on the telephones of the demonstration's people, where the e-CPS application would show it. */
@Injectable()
export class TelephoneRequests {
  private readonly requests = new LRUCache<string, TelephoneRequest>({
    max: MAX_REQUESTS,
    ttl: REQUEST_LIFE_S * 1_000,
  });

  constructor(@Inject(RANDOMNESS) private readonly randomness: Randomness) {}

  begin(
    person: DemoPerson,
    message?: string,
    answered: TelephoneRequest['answered'] = () => Promise.resolve(),
  ): TelephoneRequest {
    const id = this.randomness.uuid();
    const drawn = String(this.randomness.bytes(4).readUInt32BE() % 100).padStart(2, '0');
    const request: TelephoneRequest = { id, person, message: message ?? drawn, state: 'pending', answered };
    this.requests.set(id, request);
    return request;
  }

  pending(): TelephoneRequest[] {
    return [...this.requests.values()].filter(({ state }) => state === 'pending');
  }

  find(id: string): TelephoneRequest | undefined {
    return this.requests.get(id);
  }

  /** @returns false where nothing of this id waits */
  async answer(id: string, approved: boolean): Promise<boolean> {
    const request = this.requests.get(id);
    if (request?.state !== 'pending') return false;
    request.state = approved ? 'approved' : 'refused';
    await request.answered(approved);
    return true;
  }
}
