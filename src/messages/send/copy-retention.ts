import { Inject, Injectable } from '@nestjs/common';
import { type Actor, mailboxDecider } from '../../accounts/index.js';
import { streams } from '../../contracts/events/streams.js';
import { endOfCopy } from '../../contracts/retention/expiry-date.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { type Holder, type Recipient } from '../holders.js';

/** Look-ups of one message at once. */
const CONCURRENCY = 32;

/** Which copies of a new message end before the message does: those of accounts that keep for less (R1). */
@Injectable()
export class CopyRetention {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /**
   * @param recipients with what is known of their accounts already; delegates are looked up
   * @returns the holders, with the due dates of copies that end earlier
   */
  async datedFrom(
    sealedAt: Date,
    holders: readonly Holder[],
    actor: Pick<Actor, 'mailbox' | 'state'>,
    recipients: readonly Recipient[],
  ): Promise<readonly Holder[]> {
    const known = new Map([[actor.mailbox, actor.state.retentionDays]]);
    for (const { mailbox, retentionDays } of recipients) known.set(mailbox, retentionDays ?? null);
    const unknown = holders.filter(({ mailbox }) => !known.has(mailbox)).map(({ mailbox }) => mailbox);
    await mapBounded(unknown, CONCURRENCY, async (mailbox) => {
      const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
      known.set(mailbox, state.retentionDays);
    });
    return holders.map((holder) => {
      const days = known.get(holder.mailbox) ?? null;
      return days === null ? holder : { ...holder, expiresAt: endOfCopy(sealedAt, days).toISOString() };
    });
  }
}
