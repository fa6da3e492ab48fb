import { Inject, Injectable } from '@nestjs/common';
import { fullName, mailboxDecider, type MailboxState, personDecider } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type AccountUserView } from '../../contracts/http/accounts.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';

/** People looked up at once. */
const CONCURRENCY = 8;

/** Who may use an account (S13), from the log as it is now: who reads this acts on it. */
@Injectable()
export class AccountUsers {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /**
   * By name; the owner among them, whose `grant` is null.
   *
   * @throws Refusal `not-found`
   */
  async of(account: string): Promise<AccountUserView[]> {
    const { registered, owner, grants } = await this.mailbox(account);
    if (!registered) throw new Refusal('not-found', 'Ce compte n’existe pas.');
    const all: (readonly [string, string | null])[] = [
      ...(owner === null ? [] : [[owner, null] as const]),
      ...grants,
    ];
    const users = await mapBounded(all, CONCURRENCY, ([person, grant]) => this.user(person, grant));
    return users.sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }

  private async user(person: string, grant: string | null): Promise<AccountUserView> {
    const { state } = await this.aggregates.load(personDecider, streams.person(person));
    const { address } = await this.mailbox(state.mailbox);
    return { grant, address: address ?? '', name: fullName(state) };
  }

  private async mailbox(id: string): Promise<MailboxState> {
    return (await this.aggregates.load(mailboxDecider, streams.mailbox(id))).state;
  }
}
