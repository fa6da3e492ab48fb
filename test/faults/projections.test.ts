import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { accounts } from '../../projections/accounts/accounts.projection.js';
import { type EngineDeps } from '../../projections/engine/engine-deps.js';
import { generationRecords } from '../../projections/engine/records/generation-record.js';
import { type Projection } from '../../projections/engine/projection.js';
import { folderView } from '../../projections/folder-view/folder-view.projection.js';
import { timeline } from '../../projections/timeline/timeline.projection.js';
import { ManualClock, SystemClock } from '../../src/platform/time/clock.js';
import { faultyStore, Gate } from '../harness/faulty-store.js';
import { granted, registered } from '../harness/mailbox-events.js';
import { plainCodec } from '../harness/memory-event-store.js';
import { deleted, gone, history, moved, opened } from '../harness/message-history.js';
import { type GivenEvent } from '../harness/projection-spec.js';
import {
  caughtUp,
  eventually,
  expectReplay,
  openWorld,
  quickSettings,
  storedLog,
  usersOf,
  type World,
} from '../harness/projection-world.js';
import { anyLog } from '../harness/random-log.js';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

const appendAll = async (log: readonly GivenEvent[]) => {
  for (const { stream, event } of log) await world.append(stream, event);
};

class Killed extends Error {}

/** A process that dies around its nth write, and does nothing any more from then on. */
function dyingStore(nth: number, when: 'before' | 'after') {
  let writes = 0;
  const state = { dead: false };
  const strike = (at: 'before' | 'after') => async () => {
    if (at === 'before') writes++;
    if (state.dead || (at === when && writes >= nth)) {
      state.dead = true;
      throw new Killed();
    }
  };
  return { state, store: faultyStore(world.store, { before: strike('before'), after: strike('after') }) };
}

describe('killed at any write', () => {
  it('ends with what the log says', async () => {
    const kills = fc.array(fc.record({ nth: fc.integer({ min: 1, max: 25 }), after: fc.boolean() }), {
      minLength: 3,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(anyLog, kills, async (log, deaths) => {
        await world.close();
        world = await openWorld();
        await appendAll(log);
        const settings = { ...quickSettings, batchSize: 9, batchDocuments: 25 };
        for (const { nth, after } of deaths) {
          const { state, store } = dyingStore(nth, after ? 'after' : 'before');
          const engine = world.engine([folderView, timeline], { store, settings });
          engine.start();
          await Promise.race([
            eventually(async () => state.dead),
            Promise.all([folderView, timeline].map((one) => caughtUp(world.events, world.store, one))),
          ]);
          await engine.stop();
        }
        world.engine([folderView, timeline], { settings }).start();
        for (const projection of [folderView, timeline]) await expectReplay(world, projection);
      }),
      { numRuns: 6, endOnFailure: true },
    );
  });

  it('rebuilds to the end whatever kills the rebuild', async () => {
    for (let n = 0; n < 30; n++) await world.append(`mailbox-${n}`, registered('A'), granted('p1'));
    const first = world.engine([accounts]);
    first.start();
    await caughtUp(world.events, world.store, accounts);
    await first.stop();
    await first.requestRebuild('accounts');
    const settings = { ...quickSettings, batchSize: 5 };
    for (let nth = 1; nth < 16; nth += 2) {
      const { state, store } = dyingStore(nth, nth % 4 === 1 ? 'before' : 'after');
      const engine = world.engine([accounts], { store, settings });
      engine.start();
      await eventually(async () => state.dead);
      await engine.stop();
    }
    const engine = world.engine([accounts], { settings });
    engine.start();
    const record = await engine.untilDone('accounts', AbortSignal.timeout(15_000));
    expect(record.next).toBeNull();
    expect(record.live.generation).toBe(2);
    await expectReplay(world, accounts);
  });
});

describe('outages', () => {
  it('of the stores are waited for', async () => {
    let down = true;
    const refuse = async () => {
      if (down) throw new Error('no connection');
    };
    const engine = world.engine([accounts], { store: faultyStore(world.store, { before: refuse }) });
    engine.start();
    await world.append('mailbox-a', registered('A'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    down = false;
    await expectReplay(world, accounts);
  });

  it('of the keys are waited for: nothing is parked', async () => {
    let down = true;
    const codec: EngineDeps['codec'] = {
      ...plainCodec,
      decode: async (events) => {
        if (down) throw new Error('no connection');
        return plainCodec.decode(events);
      },
    };
    const engine = world.engine([accounts], { codec });
    engine.start();
    await world.append('mailbox-a', registered('A'));
    await new Promise((resolve) => setTimeout(resolve, 100));
    down = false;
    await expectReplay(world, accounts);
    expect((await engine.status())[0]?.parked).toEqual([]);
  });
});

describe('two runners', () => {
  const shared: Partial<EngineDeps> = { exclusive: false, settings: { ...quickSettings, leaseMs: 300 } };

  const tokenOf = async (projection: Projection) =>
    (await generationRecords(world.store).findOne({ _id: `${projection.name}@1` }))?.token ?? 0;

  it('take turns: one follows the log, the other goes on when it stops', async () => {
    const first = world.engine([accounts], shared);
    first.start();
    await world.append('mailbox-a', registered('A'));
    await caughtUp(world.events, world.store, accounts);
    world.engine([accounts], shared).start();
    await new Promise((resolve) => setTimeout(resolve, 1_000));
    expect(await tokenOf(accounts)).toBe(1);
    await first.stop();
    await world.append('mailbox-a', granted('p1'));
    await expectReplay(world, accounts);
    expect(await tokenOf(accounts)).toBe(2);
  });

  it('one is stopped in the midst of a batch, the other takes over; the first changes nothing when it wakes', async () => {
    const gate = new Gate();
    const passOwn = async (collection: string) => {
      if (collection.startsWith('folder-view.') || collection === 'generations') await gate.pass();
    };
    const sleeper = world.engine([folderView], {
      ...shared,
      store: faultyStore(world.store, { before: passOwn }),
    });
    await world.append('message-m1', ...history());
    sleeper.start();
    await caughtUp(world.events, world.store, folderView);
    gate.close();
    await world.append('message-m1', ...history(moved('f1')).slice(3));
    await eventually(async () => gate.waiting > 0);
    world.engine([folderView], shared).start();
    const later = history(moved('f1'), opened(), deleted(), gone()).slice(4);
    await world.append('message-m1', ...later);
    await world.append('message-m1', {
      type: 'MessageExpired',
      data: {
        reason: 'retention',
        copies: [{ mailbox: 'antoine', copy: 'm1', folder: 'sent', unread: false }],
        mailboxes: ['antoine', 'claire'],
      },
      private: null,
    });
    await expectReplay(world, folderView);
    expect(await tokenOf(folderView)).toBe(2);
    const before = await storedLog(world.store, folderView);
    gate.open();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(await storedLog(world.store, folderView)).toEqual(before);
    await expectReplay(world, folderView);
  });

  it('one that slept beyond its lease looks before it writes, and ends the process after an hour', async () => {
    const clock = new ManualClock(new Date());
    const gate = new Gate();
    let ended = 0;
    const codec: EngineDeps['codec'] = {
      ...plainCodec,
      decode: async (events) => {
        await gate.pass();
        return plainCodec.decode(events);
      },
    };
    const exit = () => {
      ended++;
    };
    const asleep = async () => gate.pass();
    const store = faultyStore(world.store, { before: asleep });
    const sleeper = world.engine([accounts], { ...shared, clock, codec, store, exit });
    await world.append('mailbox-a', registered('A'));
    sleeper.start();
    await caughtUp(world.events, world.store, accounts);
    gate.close();
    await world.append('mailbox-a', granted('p1'));
    await eventually(async () => gate.waiting > 1);
    world.engine([accounts], { ...shared, clock: new SystemClock() }).start();
    await eventually(async () => (await tokenOf(accounts)) === 2);
    clock.advance(3_600_001);
    gate.open();
    await eventually(async () => ended > 0);
    await expectReplay(world, accounts);
    expect(await usersOf(world)).toEqual({ a: ['p1'] });
  });

  it('park a stream with the lease: what one parked the other leaves out', async () => {
    const fragile = (name: string): Projection => ({
      ...accounts,
      evolve: (document, event, ref) => {
        if (event.event.type === 'AccessGranted' && event.event.data.person === name)
          throw new Error('poison');
        return accounts.evolve(document, event, ref);
      },
    });
    await world.append('mailbox-a', registered('A'), granted('p1'), granted('p2'));
    const first = world.engine([fragile('p1')], shared);
    first.start();
    await caughtUp(world.events, world.store, accounts);
    await first.stop();
    const second = world.engine([accounts], shared);
    second.start();
    await world.append('mailbox-a', granted('p3'));
    await caughtUp(world.events, world.store, accounts);
    expect(await usersOf(world)).toEqual({ a: [] });
    await second.requestReplay('accounts');
    await second.untilDone('accounts', AbortSignal.timeout(10_000));
    expect(await usersOf(world)).toEqual({ a: ['p1', 'p2', 'p3'] });
  });
});
