import { type ExecutionContext } from '@nestjs/common';
import { type Reflector } from '@nestjs/core';
import { mailboxDecider } from '../../src/accounts/mailbox.decider.js';
import { grantAccess, withdrawAccess } from '../../src/accounts/decide-sharing.js';
import { registerMailbox } from '../../src/accounts/decide-register-mailbox.js';
import { personDecider, registerPerson, validateIdentity } from '../../src/accounts/person.decider.js';
import { type CurrentPerson } from '../../src/auth/index.js';
import { ACCESS, UNATTENDED } from '../../src/auth/access/access.decorator.js';
import { AccessGuard } from '../../src/auth/access/access.guard.js';
import { LiveAccess } from '../../src/auth/access/live-access.js';
import { Persons } from '../../src/auth/access/persons.js';
import { type DeviceCallers } from '../../src/auth/devices/device-callers.js';
import { type LoggedIn } from '../../src/auth/sessions/session-document.js';
import { Sessions } from '../../src/auth/sessions/sessions.js';
import { type IdentityForm } from '../../src/contracts/events/identity-form.js';
import { streams } from '../../src/contracts/events/streams.js';
import { type Aggregates } from '../../src/platform/commands/aggregates.js';
import { EventSourcedAggregates } from '../../src/platform/commands/event-sourced-aggregates.js';
import { type Databases } from '../../src/platform/documents/documents.js';
import { Problem } from '../../src/platform/http/problem.js';
import { type EventStore } from '../../src/platform/event-store/event-store.js';
import { SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { type ManualClock } from '../../src/platform/time/clock.js';
import { actingAs } from './acting.js';
import { MemoryEventStore, plainCodec } from './memory-event-store.js';

export const SHARED = 'shared';
const randomness = new SystemRandomness();

/** One api process, as far as it decides who may what: nothing in common with another but the stores. */
export class AccessProcess {
  private readonly sessions: Sessions;
  private readonly aggregates: Aggregates;
  private readonly guard: AccessGuard;
  private readonly live: LiveAccess;

  constructor(store: EventStore, databases: Databases, clock: ManualClock, make = EventSourcedAggregates) {
    this.sessions = new Sessions(databases, clock);
    const sleep = () => Promise.resolve();
    this.aggregates = new make({ store, codec: plainCodec, clock, randomness, sleep });
    // No request is noted: a session is over when its first idle time is.
    const metadata: Readonly<Record<string, unknown>> = { [ACCESS]: 'mailbox', [UNATTENDED]: true };
    const reflector = { getAllAndOverride: (key: string) => metadata[key] } as unknown as Reflector;
    // Sessions alone are asked for here.
    const devices = {} as unknown as DeviceCallers;
    const persons = new Persons(this.aggregates);
    this.guard = new AccessGuard(reflector, persons, devices, this.sessions, this.aggregates);
    this.live = new LiveAccess(this.sessions, persons, this.aggregates, clock);
  }

  /** A request for the shared account: the session by its cookie, then the guard. @returns whether it is served */
  async serves(cookie: string): Promise<boolean> {
    const loggedIn = await this.sessions.find(cookie);
    if (loggedIn === undefined) return false;
    const request = { headers: {}, params: { m: SHARED }, session: { loggedIn } };
    const context = {
      getHandler: () => undefined,
      getClass: () => undefined,
      switchToHttp: () => ({ getRequest: () => request }),
    };
    try {
      return await this.guard.canActivate(context as unknown as ExecutionContext);
    } catch (error) {
      if (error instanceof Problem) return false;
      throw error;
    }
  }

  /** Whether an open stream of changes of the shared account is left open by a look that begins now. */
  async holds(session: LoggedIn): Promise<boolean> {
    const person: CurrentPerson = { id: session.person, session };
    return (await this.live.hold([{ person, mailbox: SHARED }]))[0] === true;
  }

  async begin(cookie: string, session: LoggedIn): Promise<void> {
    await this.sessions.begin(cookie, session);
  }

  async end({ person, id, identity, portalSession }: LoggedIn, how: 'own' | 'portal' | 'identity') {
    if (how === 'own') await this.sessions.endOfPerson(person, id);
    else if (how === 'identity') await this.sessions.endOfPortal({ identity });
    else await this.sessions.endOfPortal({ portalSession: portalSession ?? '' });
  }

  async setRight(person: string, may: boolean): Promise<void> {
    await this.aggregates.execute(mailboxDecider, streams.mailbox(SHARED), actingAs(), (state) =>
      may
        ? grantAccess(state, { grant: `g-${person}`, person })
        : withdrawAccess(state, { grant: `g-${person}` }),
    );
  }
}

/** A log with these people, whose first login is over, and an account that none of them may use yet. */
export async function logWith(people: readonly string[], clock: ManualClock): Promise<MemoryEventStore> {
  const store = new MemoryEventStore();
  const aggregates = new EventSourcedAggregates({ store, codec: plainCodec, clock, randomness });
  const account = { type: 'ORG', owner: null, address: 's@medimail.test', label: 'S' } as const;
  await aggregates.execute(mailboxDecider, streams.mailbox(SHARED), actingAs(), (state) =>
    registerMailbox(state, account),
  );
  for (const person of people) {
    const names = { lastName: person, firstName: 'Camille' };
    const stream = streams.person(person);
    await aggregates.execute(personDecider, stream, actingAs(), (state) =>
      registerPerson(state, { mailbox: `m-${person}`, roles: [], ...names }),
    );
    const form = names as IdentityForm;
    await aggregates.execute(personDecider, stream, actingAs(), (state) =>
      validateIdentity(state, { form, terms: null, validatedAt: clock.now().toISOString() }),
    );
  }
  return store;
}
