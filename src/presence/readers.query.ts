import { Inject, Injectable } from '@nestjs/common';
import { fullName, isShared, mailboxDecider, mayUse, personDecider } from '../accounts/index.js';
import { streams } from '../contracts/events/streams.js';
import { type ReaderView } from '../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../platform/commands/aggregates.js';
import { mapBounded } from '../platform/concurrency/map-bounded.js';
import { type Reading, Readings } from './readings.js';

/** People looked up at once. */
const CONCURRENCY = 8;

/** Who else of an account is reading a message now (S13). */
@Injectable()
export class ReadersQuery {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly readings: Readings,
  ) {}

  /**
   * But for the person who asks, and for whoever may no longer use the account.
   *
   * @returns undefined of an account that is one person's own
   */
  async others(asked: Reading): Promise<ReaderView[] | undefined> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(asked.mailbox));
    if (!isShared(state.type)) return undefined;
    const readings = await this.readings.of(asked);
    const others = readings.filter(({ person }) => person !== asked.person && mayUse(state, person));
    return mapBounded(others, CONCURRENCY, async ({ person, since }) => {
      const { state: who } = await this.aggregates.load(personDecider, streams.person(person));
      return { person, name: fullName(who), since };
    });
  }
}
