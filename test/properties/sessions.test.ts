import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoggedIn } from '../../src/auth/sessions/session-document.js';
import { ABSOLUTE_MS, IDLE_MS, TOUCH_EVERY_MS } from '../../src/auth/sessions/session-life.js';
import { Sessions } from '../../src/auth/sessions/sessions.js';
import { type Databases } from '../../src/platform/documents/documents.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { heldBack } from '../harness/held-back.js';
import { loggedInAt } from '../harness/logged-in.js';
import { openTestDatabases } from '../harness/test-databases.js';

/*
 * Logins, requests, revocations and the passing of time in any order, each store operation of each of them held back
 * until the scheduler lets it go: a session that was ended, or is over, serves no request that begins afterwards.
 */

const MINUTE = 60_000;
const PEOPLE = ['antoine', 'claire'];

type Step =
  | { readonly do: 'login'; readonly person: number }
  | { readonly do: 'request' | 'end' | 'end-portal-session' | 'end-identity'; readonly session: number }
  | { readonly do: 'wait'; readonly ms: number }
  | { readonly do: 'run'; readonly operations: number };

const session = fc.nat(5);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 2, arbitrary: fc.record({ do: fc.constant('login' as const), person: fc.nat(1) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constant('request' as const), session }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('end' as const, 'end-portal-session' as const, 'end-identity' as const),
      session,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('wait' as const),
      ms: fc.constantFrom(1, TOUCH_EVERY_MS, 10 * MINUTE, IDLE_MS - 1, IDLE_MS, ABSOLUTE_MS),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constant('run' as const), operations: fc.integer({ min: 1, max: 6 }) }),
  },
);

interface Known {
  readonly cookie: string;
  readonly loggedIn: LoggedIn;
  /** When it last served a request, and how many requests may still move that. */
  seenAt: number;
  inHand: number;
  ending: boolean;
  ended: boolean;
}

class World {
  private readonly known: Known[] = [];
  private readonly running: Promise<void>[] = [];
  private readonly clock = new ManualClock('2026-11-23T10:00:00Z');
  private readonly sessions: Sessions;
  /** What must not have happened. */
  readonly problems: string[] = [];
  served = 0;

  constructor(
    databases: Databases,
    private readonly scheduler: fc.Scheduler,
    private readonly run: number,
    make: typeof Sessions,
  ) {
    this.sessions = new make(heldBack(databases, scheduler), this.clock);
  }

  async play(steps: readonly Step[]): Promise<void> {
    for (const one of steps) await this.take(one);
    await this.scheduler.waitFor(Promise.all(this.running));
  }

  private async take(one: Step): Promise<void> {
    if (one.do === 'wait') this.clock.advance(one.ms);
    else if (one.do === 'login') await this.scheduler.waitFor(this.logIn(one.person));
    else if (one.do === 'run') await this.let(one.operations);
    else {
      const known = this.known[one.session];
      if (known === undefined) return;
      this.running.push(one.do === 'request' ? this.request(known) : this.end(known, one.do));
    }
  }

  private async let(operations: number): Promise<void> {
    for (let done = 0; done < operations && this.scheduler.count() > 0; done++)
      await this.scheduler.waitNext(1);
  }

  private async logIn(person: number): Promise<void> {
    const id = `${this.run}-${this.known.length}`;
    const loggedIn = loggedInAt(this.clock.now(), id, `${this.run}-${PEOPLE[person] ?? ''}`);
    const cookie = `cookie-${id}`;
    await this.sessions.begin(cookie, loggedIn);
    this.known.push({
      cookie,
      loggedIn,
      seenAt: Date.parse(loggedIn.createdAt),
      inHand: 0,
      ending: false,
      ended: false,
    });
  }

  /** As middleware and guard do it: found, then noted. */
  private async request(known: Known): Promise<void> {
    const begun = this.clock.now().getTime();
    const alone = known.inHand === 0;
    const { ended, seenAt } = known;
    known.inHand += 1;
    const found = await this.sessions.find(known.cookie);
    const took = this.clock.now().getTime() - begun;
    const age = begun - Date.parse(known.loggedIn.createdAt);
    if (found !== undefined) {
      this.served += 1;
      this.check(!ended, 'an ended session served a request');
      this.check(age < ABSOLUTE_MS, 'a session of four hours served a request');
      this.check(!alone || begun - seenAt < IDLE_MS, 'an idle session served a request');
      known.seenAt = this.clock.now().getTime();
      await this.sessions.touch(known.cookie, found);
    } else if (alone && took === 0) {
      const lives = age < ABSOLUTE_MS && begun - seenAt < IDLE_MS - TOUCH_EVERY_MS;
      this.check(known.ending || !lives, 'a living session served no request');
    }
    known.inHand -= 1;
  }

  private check(holds: boolean, otherwise: string): void {
    if (!holds) this.problems.push(otherwise);
  }

  private async end(known: Known, how: 'end' | 'end-portal-session' | 'end-identity'): Promise<void> {
    const { person, id, identity, portalSession } = known.loggedIn;
    known.ending = true;
    if (how === 'end') await this.sessions.endOfPerson(person, id);
    else if (how === 'end-identity') await this.sessions.endOfPortal({ identity });
    else await this.sessions.endOfPortal({ portalSession: portalSession ?? '' });
    known.ended = true;
  }
}

let databases: Databases & { close(): Promise<void> };
let runs = 0;
beforeAll(async () => {
  databases = await openTestDatabases();
  await new Sessions(databases, new ManualClock('2026-11-23T10:00:00Z')).onModuleInit();
});
afterAll(() => databases.close());

/** @returns how many requests were served, all runs together */
async function check(make: typeof Sessions, numRuns: number): Promise<number> {
  let served = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.array(step, { minLength: 10, maxLength: 60 }),
      async (scheduler, steps) => {
        const world = new World(databases, scheduler, runs++, make);
        await world.play([{ do: 'login', person: 0 }, { do: 'login', person: 1 }, ...steps]);
        if (world.problems.length > 0) throw new Error(world.problems.join());
        served += world.served;
      },
    ),
    // A planted fault need not be shrunk: that it is found is what is wanted.
    { numRuns, endOnFailure: make !== Sessions },
  );
  return served;
}

describe('sessions under any interleaving (A1, S13)', () => {
  it('serve no request that begins after their end was answered, or past their life', async () => {
    expect(await check(Sessions, 200)).toBeGreaterThan(200);
  });

  it('would be found out with a cache of what was found', async () => {
    class Cached extends Sessions {
      private readonly cache = new Map<string, LoggedIn>();

      override async find(id: string): Promise<LoggedIn | undefined> {
        const found = this.cache.get(id) ?? (await super.find(id));
        if (found !== undefined) this.cache.set(id, found);
        return found;
      }
    }
    await expect(check(Cached, 300)).rejects.toHaveProperty(
      'cause.message',
      expect.stringMatching(/session (?:of four hours )?served/),
    );
  });

  it('would be found out where noting a request brings an ended session back', async () => {
    class Reviving extends Sessions {
      override async touch(id: string, known: LoggedIn): Promise<void> {
        await this.begin(id, known);
      }
    }
    await expect(check(Reviving, 300)).rejects.toHaveProperty(
      'cause.message',
      // Brought back, it also lives on past its time: whichever of the two is met first.
      expect.stringMatching(/session (?:of four hours )?served a request/),
    );
  });
});
