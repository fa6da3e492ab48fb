import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoggedIn } from '../../src/auth/sessions/session-document.js';
import { IDLE_MS } from '../../src/auth/sessions/session-life.js';
import { Sessions } from '../../src/auth/sessions/sessions.js';
import { type Decider } from '../../src/contracts/decider.js';
import { type DomainEvent } from '../../src/contracts/events/event-definition.js';
import { type Loaded } from '../../src/platform/commands/aggregates.js';
import { EventSourcedAggregates } from '../../src/platform/commands/event-sourced-aggregates.js';
import { type Databases } from '../../src/platform/documents/documents.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { type AccessStep, anyAccessSteps, PEOPLE } from '../harness/access-steps.js';
import { AccessProcess, logWith } from '../harness/access-world.js';
import { heldBack, heldBackLog } from '../harness/held-back.js';
import { loggedInAt } from '../harness/logged-in.js';
import { openTestDatabases } from '../harness/test-databases.js';

/*
 * Logins, rights granted and withdrawn, logouts, back-channel logouts, the passing of time, requests and looks at open
 * streams at two processes, in any order, each operation on a store held back until the scheduler lets it go: what is
 * revoked serves no request, and holds no stream, that is asked for after the revocation was answered.
 */

interface Known {
  readonly cookie: string;
  readonly loggedIn: LoggedIn;
  ending: boolean;
  ended: boolean;
}

/** As the last answer to an administrator said; `changes` counts what began or ended since. */
interface Right {
  may: boolean;
  busy: boolean;
  changes: number;
}

class World {
  private readonly known: Known[] = [];
  private readonly running: Promise<void>[] = [];
  private readonly rights: Right[];
  readonly problems: string[] = [];
  served = 0;
  refused = 0;

  constructor(
    private readonly processes: readonly AccessProcess[],
    private readonly scheduler: fc.Scheduler,
    private readonly clock: ManualClock,
    private readonly run: number,
  ) {
    this.rights = PEOPLE.map(() => ({ may: false, busy: false, changes: 0 }));
  }

  /** Everybody is logged in, and may use the account, before anything else happens. */
  async play(steps: readonly AccessStep[]): Promise<void> {
    for (const index of PEOPLE.keys()) {
      await this.take({ do: 'login', person: index });
      await this.take({ do: 'right', person: index, may: true, at: index });
    }
    await this.scheduler.waitFor(Promise.all(this.running));
    for (const one of steps) await this.take(one);
    await this.scheduler.waitFor(Promise.all(this.running));
  }

  private async take(one: AccessStep): Promise<void> {
    if (one.do === 'wait') this.clock.advance(one.ms);
    else if (one.do === 'login') await this.scheduler.waitFor(this.logIn(one.person));
    else if (one.do === 'right') this.running.push(this.setRight(one));
    else if (one.do === 'run') {
      await settled();
      for (let done = 0; done < one.operations && this.scheduler.count() > 0; done++) {
        await this.scheduler.waitNext(1);
        await settled();
      }
    } else {
      const known = this.known[one.session];
      if (known === undefined) return;
      this.running.push(one.do === 'end' ? this.end(known, one.how) : this.ask(known, one));
    }
  }

  private async logIn(index: number): Promise<void> {
    const id = `${this.run}-${this.known.length}`;
    const loggedIn = loggedInAt(this.clock.now(), id, personId(this.run, index));
    const cookie = `access-${id}`;
    await this.processes[index]!.begin(cookie, loggedIn);
    this.known.push({ cookie, loggedIn, ending: false, ended: false });
  }

  private async setRight({ person: index, may, at: process }: AccessStep & { do: 'right' }): Promise<void> {
    const right = this.rights[index]!;
    // One change of a person's right at a time: else nobody could say which came last.
    if (right.busy || right.may === may) return;
    Object.assign(right, { busy: true, changes: right.changes + 1 });
    await this.processes[process]!.setRight(personId(this.run, index), may);
    Object.assign(right, { may, busy: false, changes: right.changes + 1 });
  }

  private async end(known: Known, how: 'own' | 'portal' | 'identity'): Promise<void> {
    known.ending = true;
    await this.processes[0]!.end(known.loggedIn, how);
    known.ended = true;
  }

  private async ask(known: Known, { do: what, at: process }: AccessStep & { at: number }): Promise<void> {
    const { cookie, loggedIn, ended } = known;
    const right = this.rights[PEOPLE.findIndex((_, index) => personId(this.run, index) === loggedIn.person)]!;
    const { may, busy, changes } = right;
    const begun = this.clock.now().getTime();
    const asked = this.processes[process]!;
    const served = await (what === 'look' ? asked.holds(loggedIn) : asked.serves(cookie));
    const unchanged = !busy && right.changes === changes;
    // No request of this world is noted: a session is over when its first idle time is.
    const age = begun - Date.parse(loggedIn.createdAt);
    if (served) {
      this.served += 1;
      this.check(!ended, `an ended session served a ${what}`);
      this.check(age < IDLE_MS, `a session that was over served a ${what}`);
      this.check(!unchanged || may, `a withdrawn right served a ${what}`);
    } else {
      this.refused += 1;
      const waited = this.clock.now().getTime() - Date.parse(loggedIn.createdAt) >= IDLE_MS;
      this.check(!unchanged || !may || known.ending || waited, `a right that is held served no ${what}`);
    }
  }

  private check(holds: boolean, otherwise: string): void {
    if (!holds) this.problems.push(otherwise);
  }
}

/** What is not held back goes on, as far as it can. */
async function settled(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise(setImmediate);
}

const personId = (run: number, index: number): string => `${run}-${PEOPLE[index] ?? ''}`;

let databases: Databases;
let runs = 0;
beforeAll(async () => {
  databases = await openTestDatabases();
  await new Sessions(databases, new ManualClock('2026-11-23T10:00:00Z')).onModuleInit();
});
afterAll(() => databases.close());

/** @returns how many were served and refused, all runs together */
async function check(make: typeof EventSourcedAggregates, numRuns: number) {
  const counts = { served: 0, refused: 0 };
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), anyAccessSteps, async (scheduler, steps) => {
      const run = runs++;
      const clock = new ManualClock('2026-11-23T10:00:00Z');
      const people = PEOPLE.map((_, index) => personId(run, index));
      const log = heldBackLog(await logWith(people, clock), scheduler);
      const held = heldBack(databases, scheduler);
      const processes = [0, 1].map(() => new AccessProcess(log, held, clock, make));
      const world = new World(processes, scheduler, clock, run);
      await world.play(steps);
      if (world.problems.length > 0) throw new Error(world.problems.join());
      counts.served += world.served;
      counts.refused += world.refused;
    }),
    { numRuns, endOnFailure: true },
  );
  return counts;
}

const expectFound = (make: typeof EventSourcedAggregates) =>
  expect(check(make, 3_000)).rejects.toHaveProperty(
    'cause.message',
    expect.stringContaining('a withdrawn right served'),
  );

describe('rights under any interleaving, at two processes (S13, A1)', () => {
  it('serve no request, and hold no stream, once their revocation was answered; those held do', async () => {
    const { served, refused } = await check(EventSourcedAggregates, 100);
    expect(served).toBeGreaterThan(200);
    expect(refused).toBeGreaterThan(200);
  });

  it('would be found out with a state that is believed without a look at the log', async () => {
    class Believing extends EventSourcedAggregates {
      private readonly believed = new Map<string, Promise<Loaded<unknown>>>();

      override load<State, Event extends DomainEvent>(decider: Decider<State, Event>, stream: string) {
        const loaded = this.believed.get(stream) ?? super.load(decider, stream);
        this.believed.set(stream, loaded);
        return loaded as Promise<Loaded<State>>;
      }
    }
    await expectFound(Believing);
  });

  it('would be found out where a request joins a reading that began before it', async () => {
    class Joining extends EventSourcedAggregates {
      private readonly underWay = new Map<string, Promise<Loaded<unknown>>>();

      override load<State, Event extends DomainEvent>(decider: Decider<State, Event>, stream: string) {
        const loaded = this.underWay.get(stream) ?? super.load(decider, stream);
        this.underWay.set(stream, loaded);
        void loaded.finally(() => this.underWay.delete(stream));
        return loaded as Promise<Loaded<State>>;
      }
    }
    await expectFound(Joining);
  });
});
