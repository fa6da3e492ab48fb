import { Inject, Injectable } from '@nestjs/common';
import { livingDevices } from '../../accounts/decide-devices.js';
import { mailboxDecider } from '../../accounts/mailbox.decider.js';
import { type MailboxState, mayUse } from '../../accounts/mailbox.state.js';
import { pending } from '../../accounts/person.decider.js';
import { TERMS_OF_USE } from '../../accounts/terms.decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { Sessions } from '../sessions/sessions.js';
import { type CurrentPerson } from './access.decorator.js';
import { Persons } from './persons.js';

/** What the guard found at the beginning of an answer that lasts. */
export interface LastingAccess {
  readonly person: CurrentPerson;
  readonly mailbox: string;
}

/** Look-ups that run at once. */
const CONCURRENCY = 8;

/** For answers that last: whether what the guard found at their beginning still holds. */
@Injectable()
export class LiveAccess {
  constructor(
    private readonly sessions: Sessions,
    private readonly persons: Persons,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Of each: the session lives, or the device is its person's still, and that person may use the mailbox and has
   * nothing pending; false too where that cannot be found out. The terms, each person and each mailbox are looked up
   * once. Looking does not prolong a session.
   */
  async hold(accesses: readonly LastingAccess[]): Promise<boolean[]> {
    const bySession = accesses.filter(({ person: { device } }) => device === undefined);
    const sessions = await lookUp(bySession, personOf, this.sessionsOf);
    const mailboxes = await lookUp(accesses, ({ mailbox }) => mailbox, this.mailbox);
    const people = await lookUp(accesses, personOf, (person) => this.persons.find(person));
    const terms = await lookUp(
      accesses,
      () => TERMS_OF_USE,
      () => this.persons.currentTerms(),
    );
    const now = this.clock.now();
    return accesses.map(({ person: { id, session, device }, mailbox }) => {
      const [state, person, current] = [mailboxes.get(mailbox), people.get(id), terms.get(TERMS_OF_USE)];
      if (state === undefined || person === undefined || current === undefined) return false;
      const living = device === undefined ? sessions.get(id) : livingDevices(person, now);
      return living?.has(session.id) === true && mayUse(state, id) && pending(person, current).length === 0;
    });
  }

  private readonly sessionsOf = async (person: string): Promise<ReadonlySet<string>> =>
    new Set((await this.sessions.ofPerson(person)).map(({ id }) => id));

  private readonly mailbox = async (mailbox: string): Promise<MailboxState> =>
    (await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox))).state;
}

const personOf = ({ person }: LastingAccess): string => person.id;

async function lookUp<T>(
  accesses: readonly LastingAccess[],
  keyOf: (access: LastingAccess) => string,
  find: (key: string) => Promise<T>,
): Promise<ReadonlyMap<string, T>> {
  const found = new Map<string, T>();
  await mapBounded([...new Set(accesses.map(keyOf))], CONCURRENCY, async (key) => {
    try {
      found.set(key, await find(key));
    } catch {
      // The stores are out of reach: without an answer nothing holds.
    }
  });
  return found;
}
