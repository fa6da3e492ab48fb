import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { granted, registered } from '../../test/harness/mailbox-events.js';
import {
  caughtUp,
  eventually,
  expectReplay,
  openWorld,
  quickSettings,
  storedLog,
  usersOf,
  type World,
} from '../../test/harness/projection-world.js';
import { sent } from '../../test/harness/sealed-message.js';
import { accounts } from '../accounts/accounts.projection.js';
import { folderView } from '../folder-view/folder-view.projection.js';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('following the log', () => {
  it('catches up with what is there, then follows', async () => {
    await world.append('message-m1', ...sent());
    world.engine([folderView]).start();
    await expectReplay(world, folderView);
    await world.append('message-m2', ...sent({ message: 'm2' }));
    await expectReplay(world, folderView);
    const log = await storedLog(world.store, folderView);
    expect(log.get('folders/claire/inbox')).toMatchObject({ total: 2, unread: 2 });
  });

  it('goes on where it stopped', async () => {
    const first = world.engine([accounts]);
    first.start();
    await world.append('mailbox-a', registered('A'));
    await caughtUp(world.events, world.store, accounts);
    await first.stop();
    await world.append('mailbox-a', granted('p1'));
    world.engine([accounts]).start();
    await caughtUp(world.events, world.store, accounts);
    expect(await usersOf(world)).toEqual({ a: ['p1'] });
  });

  it('folds a message with more copies than a batch may touch', async () => {
    const recipients = Array.from({ length: 60 }, (_, n) => ({ mailbox: `r${n}`, delegates: [] }));
    for (const message of ['m1', 'm2', 'm3']) {
      await world.append(`message-${message}`, ...sent({ message, recipients }));
    }
    world.engine([folderView], { settings: { ...quickSettings, batchDocuments: 20, batchSize: 7 } }).start();
    await expectReplay(world, folderView);
  });

  it('is ready though the last events of the log concern no projection', async () => {
    await world.append('mailbox-a', registered('A'));
    const engine = world.engine([accounts]);
    engine.start();
    await caughtUp(world.events, world.store, accounts);
    await world.append('message-m1', ...sent());
    await eventually(() => engine.ready());
  });

  it('says when it is ready: all that was in the log at the start is applied', async () => {
    await world.append('mailbox-a', registered('A'));
    const engine = world.engine([accounts, folderView]);
    expect(await engine.ready()).toBe(false);
    engine.start();
    await eventually(() => engine.ready());
    await eventually(async () => (await engine.status()).every(({ state }) => state === 'live'));
    expect(await engine.status()).toMatchObject([
      { name: 'accounts', version: 1, generation: 1, lagSeconds: 0, parked: [], rebuild: null },
      { name: 'folder-view', lagSeconds: 0 },
    ]);
  });
});
