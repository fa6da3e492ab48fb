import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { granted, registered } from '../../../test/harness/mailbox-events.js';
import {
  caughtUp,
  codecWithPoison,
  eventually,
  expectReplay,
  openWorld,
  quickSettings,
  storedLog,
  type World,
} from '../../../test/harness/projection-world.js';
import { accounts } from '../../accounts/accounts.projection.js';
import { type Projection } from '../projection.js';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('rebuilding (G5)', () => {
  it('fills the next generation beside the live one, compares, takes over, and drops the old one', async () => {
    const engine = world.engine([accounts]);
    engine.start();
    await world.append('mailbox-a', registered('A'), granted('p1'));
    await caughtUp(world.events, world.store, accounts);
    const before = await storedLog(world.store, accounts);
    await engine.requestRebuild('accounts');
    await engine.untilDone('accounts', AbortSignal.timeout(10_000));
    expect((await engine.status())[0]).toMatchObject({
      generation: 2,
      lastRebuild: { generation: 2, compared: 1, different: 0 },
    });
    expect(await storedLog(world.store, accounts)).toEqual(before);
    const mailboxes = await engine.readModels.collection('accounts', 'mailboxes');
    expect(mailboxes.name).toBe('accounts.2.mailboxes');
    await eventually(
      async () => !(await world.store.collections()).some((name) => name.startsWith('accounts.1.')),
    );
  });

  it('finds documents that are not what the log says', async () => {
    const engine = world.engine([accounts]);
    engine.start();
    await world.append('mailbox-a', registered('A'));
    await world.append('mailbox-b', registered('B'));
    await caughtUp(world.events, world.store, accounts);
    await world.store
      .collection('accounts.1.mailboxes')
      .bulkWrite([{ updateOne: { filter: { _id: 'a' }, update: { $set: { label: 'changed' } } } }]);
    await engine.requestRebuild('accounts');
    const record = await engine.untilDone('accounts', AbortSignal.timeout(10_000));
    expect(record.lastRebuild).toMatchObject({ compared: 2, different: 1 });
    await expectReplay(world, accounts);
  });

  it('happens at the start of a new version, and the old one answers meanwhile', async () => {
    const first = world.engine([accounts]);
    first.start();
    await world.append('mailbox-a', registered('A'), granted('p1'));
    await caughtUp(world.events, world.store, accounts);
    await first.stop();
    const next: Projection = {
      ...accounts,
      version: 2,
      evolve: (document, event, ref) => {
        const body = accounts.evolve(document, event, ref);
        return body && { ...body, two: true };
      },
    };
    // What this process knows of the generations would stay as it is.
    const engine = world.engine([next], { settings: { ...quickSettings, registryMs: 10_000 } });
    const before = await engine.readModels.collection<{ two?: boolean }>('accounts', 'mailboxes');
    expect(await before.findOne({ _id: 'a' })).not.toHaveProperty('two');
    engine.start();
    await eventually(() => engine.ready());
    const after = await engine.readModels.collection<{ two?: boolean }>('accounts', 'mailboxes');
    expect(await after.findOne({ _id: 'a' })).toHaveProperty('two', true);
    await engine.stop();
    const old = world.engine([accounts]);
    old.start();
    await eventually(async () => (await old.status())[0]?.state === 'newer-version');
    expect((await old.status())[0]).toMatchObject({ version: 2, generation: 2 });
  });

  it('goes on where it was when the process ended', async () => {
    for (let n = 0; n < 50; n++) await world.append(`mailbox-${n}`, registered('A'), granted('p1'));
    const first = world.engine([accounts]);
    first.start();
    await caughtUp(world.events, world.store, accounts);
    await first.stop();
    await first.requestRebuild('accounts');
    let decoded = 0;
    const plain = codecWithPoison(new Set<string>());
    const dying = world.engine([accounts], {
      settings: { ...quickSettings, batchSize: 10 },
      codec: {
        ...plain,
        decode: async (events) => {
          decoded += events.length;
          if (decoded > 50) throw new Error('killed');
          return plain.decode(events);
        },
      },
    });
    dying.start();
    await eventually(async () => decoded > 50);
    await dying.stop();
    expect((await dying.status())[0]?.rebuild?.checkpoint).not.toBeNull();
    let again = 0;
    const engine = world.engine([accounts], {
      codec: {
        ...plain,
        decode: async (events) => {
          again += events.length;
          return plain.decode(events);
        },
      },
    });
    engine.start();
    await engine.untilDone('accounts', AbortSignal.timeout(10_000));
    expect((await engine.status())[0]?.generation).toBe(2);
    expect(again).toBeLessThan(100);
    await expectReplay(world, accounts);
  });
});
