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
  /** The login under way that it is for; null where another channel waits (CIBA). */
  readonly login: string | null;
  /** Shown on both devices, for the person to compare (`binding_message`). */
  readonly message: string;
  state: 'pending' | 'approved' | 'refused';
  /** Told once the person has answered. */
  readonly answered: (approved: boolean) => Promise<void>;
}

/** Who asks, and what is shown. */
export type Asked = Partial<Pick<TelephoneRequest, 'login' | 'message' | 'answered'>>;

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
    { login = null, message, answered = () => Promise.resolve() }: Asked,
  ): TelephoneRequest {
    const id = this.randomness.uuid();
    const drawn = String(this.randomness.bytes(4).readUInt32BE() % 100).padStart(2, '0');
    const request: TelephoneRequest = {
      id,
      person,
      login,
      message: message ?? drawn,
      state: 'pending',
      answered,
    };
    this.requests.set(id, request);
    return request;
  }

  pending(): TelephoneRequest[] {
    return [...this.requests.values()].filter(({ state }) => state === 'pending');
  }

  /** What the login asked for with this id; once it was approved, once only. */
  ofLogin(login: string, id: string): TelephoneRequest | undefined {
    const request = this.requests.get(id);
    if (request?.login !== login) return undefined;
    if (request.state === 'approved') this.requests.delete(id);
    return request;
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
