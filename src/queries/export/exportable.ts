import { Inject, Injectable } from '@nestjs/common';
import { type RefusedField, Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { messageDecider, messageOfCopy, openedCopy } from '../../messages/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';

/** Messages looked up at once. */
const CONCURRENCY = 16;

/** Whether messages may be exported, from the log as it is now. */
@Injectable()
export class Exportable {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * All of them or none: what cannot be exported is named before anything is.
   *
   * @param caller who asks, from which mailbox
   * @throws Refusal `not-found` where one is not there, else `not-opened`; `errors` names each, by its place
   */
  async check(
    caller: { readonly mailbox: string; readonly person: string },
    copies: readonly string[],
  ): Promise<void> {
    const refused = await mapBounded(copies, CONCURRENCY, (copy, index) => this.refusal(caller, copy, index));
    const errors = refused.filter((one) => one !== undefined);
    if (errors.length === 0) return;
    const code = errors.some((error) => error.code === 'not-found') ? 'not-found' : 'not-opened';
    throw new Refusal(code, 'Certains de ces messages ne peuvent pas être exportés.', errors);
  }

  private async refusal(
    { mailbox, person }: { readonly mailbox: string; readonly person: string },
    copy: string,
    index: number,
  ): Promise<RefusedField | undefined> {
    const { state } = await this.aggregates.load(messageDecider, streams.message(messageOfCopy(copy)));
    try {
      openedCopy(state, { mailbox, person, copy, at: this.clock.now().toISOString() });
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { field: `ids.${index}`, code: error.code, detail: error.detail };
    }
  }
}
