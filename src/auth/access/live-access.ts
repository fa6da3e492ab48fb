import { Inject, Injectable } from '@nestjs/common';
import { livingDevices } from '../../accounts/decide-devices.js';
import { mailboxDecider } from '../../accounts/mailbox.decider.js';
import { type MailboxState, mayUse } from '../../accounts/mailbox.state.js';
import { personDecider } from '../../accounts/person.decider.js';
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
   * Of each: the session lives, or the device is its person's still, and that person may use the mailbox and has nothing pending; false too
   * where that cannot be found out. Each person and each mailbox is looked up once. Looking does not prolong a session.
   */
  async hold(accesses: readonly LastingAccess[]): Promise<boolean[]> {
    const [byDevice, bySession] = [accesses.filter(isByDevice), accesses.filter((one) => !isByDevice(one))];
    const sessions = await lookUp(bySession, personOf, this.sessionsOf);
    const devices = await lookUp(byDevice, personOf, this.devicesOf);
    const mailboxes = await lookUp(accesses, ({ mailbox }) => mailbox, this.mailbox);
    const people = await lookUp(accesses, personOf, this.hasNothingPending);
    return accesses.map(({ person: { id, session, device }, mailbox }) => {
      const state = mailboxes.get(mailbox);
      const living = device === undefined ? sessions : devices;
      const isCaller = living.get(id)?.has(session.id) === true && people.get(id) === true;
      return isCaller && state !== undefined && mayUse(state, id);
    });
  }

  /** Whether nothing is pending for a person: new terms are asked for at once, of whoever looks on too. */
  private readonly hasNothingPending = async (person: string): Promise<boolean> => {
    const state = await this.persons.find(person);
    return state !== undefined && (await this.persons.pendingOf(state)).length === 0;
  };

  private readonly sessionsOf = async (person: string): Promise<ReadonlySet<string>> =>
    new Set((await this.sessions.ofPerson(person)).map(({ id }) => id));

  private readonly devicesOf = async (person: string): Promise<ReadonlySet<string>> => {
    const { state } = await this.aggregates.load(personDecider, streams.person(person));
    return new Set(livingDevices(state, this.clock.now()).keys());
  };

  private readonly mailbox = async (mailbox: string): Promise<MailboxState> =>
    (await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox))).state;
}

const personOf = ({ person }: LastingAccess): string => person.id;
const isByDevice = ({ person }: LastingAccess): boolean => person.device !== undefined;

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
