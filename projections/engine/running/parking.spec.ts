import { livingDocuments } from '../../../test/harness/fold-log.js';
import { history, moved } from '../../../test/harness/message-history.js';
import { timeline } from '../../timeline/timeline.projection.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../../src/contracts/events/registry.js';
import { granted, registered } from '../../../test/harness/mailbox-events.js';
import {
  caughtUp,
  codecWithPoison,
  expectReplay,
  eventually,
  openWorld,
  storedLog,
  usersOf,
  type World,
} from '../../../test/harness/projection-world.js';
import { sent } from '../../../test/harness/sealed-message.js';
import { accounts } from '../../accounts/accounts.projection.js';
import { folderView } from '../../folder-view/folder-view.projection.js';
import { type Projection } from '../projection.js';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('poison events', () => {
  const poison = new Set<string>();
  const codec = codecWithPoison(poison);
  afterEach(() => poison.clear());

  async function poisoned(stream: string, event: AnyEvent) {
    const { revision } = await world.append(stream, event);
    for await (const { id } of world.events.read(stream, { from: revision, limit: 1 })) poison.add(id);
  }

  it('make their own stream wait, and no other', async () => {
    await world.append('mailbox-a', registered('A'), granted('p1'));
    await world.append('mailbox-b', registered('B'));
    await poisoned('mailbox-a', granted('p2'));
    const engine = world.engine([accounts], { codec });
    engine.start();
    await world.append('mailbox-a', granted('p3'));
    const after = await world.append('mailbox-b', granted('p4'));
    await caughtUp(world.events, world.store, accounts);
    expect(await usersOf(world)).toEqual({ a: ['p1'], b: ['p4'] });
    const [status] = await engine.status();
    expect(status?.parked).toMatchObject([{ stream: 'mailbox-a', revision: 2, category: 'box' }]);
    expect(await engine.readModels.caughtUpWith(after, ['accounts'])).toBe(true);
    expect(await engine.readModels.caughtUpWith({ stream: 'mailbox-a', revision: 3 }, ['accounts'])).toBe(
      false,
    );
  });

  it('are told without their content', async () => {
    const lines: string[] = [];
    const log = { log: () => undefined, error: () => undefined, warn: (line: string) => lines.push(line) };
    await poisoned('mailbox-a', registered('Cabinet du Dr Pradel'));
    const engine = world.engine([accounts], { codec, log });
    engine.start();
    await caughtUp(world.events, world.store, accounts);
    expect(lines.join()).toMatch(/^accounts: parked the event at \d+ \(box\)$/);
    expect(JSON.stringify(await engine.status())).not.toMatch(/Pradel|medimail/);
  });

  it('are replayed with what waits behind them, stream by stream', async () => {
    await world.append('mailbox-a', registered('A'));
    await poisoned('mailbox-a', granted('p1'));
    await world.append('mailbox-a', granted('p2'));
    const engine = world.engine([accounts], { codec });
    engine.start();
    await caughtUp(world.events, world.store, accounts);
    poison.clear();
    expect(await engine.requestReplay('accounts')).toBeUndefined();
    await engine.untilDone('accounts', AbortSignal.timeout(10_000));
    expect((await engine.status())[0]?.parked).toEqual([]);
    await world.append('mailbox-a', granted('p3'));
    await expectReplay(world, accounts);
  });

  it('stay parked, at the first that is still poison, when a replay meets one', async () => {
    await world.append('mailbox-a', registered('A'));
    await poisoned('mailbox-a', granted('p1'));
    const first = [...poison];
    await poisoned('mailbox-a', granted('p2'));
    const engine = world.engine([accounts], { codec });
    engine.start();
    await caughtUp(world.events, world.store, accounts);
    for (const id of first) poison.delete(id);
    await engine.requestReplay('accounts');
    await engine.untilDone('accounts', AbortSignal.timeout(10_000));
    expect((await engine.status())[0]?.parked).toMatchObject([{ stream: 'mailbox-a', revision: 2 }]);
    expect(await usersOf(world)).toEqual({ a: ['p1'] });
  });

  it('are replayed by a rebuild where several streams feed a document', async () => {
    await poisoned('message-m1', sent()[0]!);
    await world.append('message-m1', ...sent().slice(1));
    await world.append('message-m2', ...sent({ message: 'm2' }));
    const engine = world.engine([folderView], { codec });
    engine.start();
    await caughtUp(world.events, world.store, folderView);
    expect((await storedLog(world.store, folderView)).get('folders/claire/inbox')).toMatchObject({
      total: 1,
    });
    poison.clear();
    expect(await engine.requestReplay('folder-view')).toBe(2);
    await engine.untilDone('folder-view', AbortSignal.timeout(10_000));
    await expectReplay(world, folderView);
    expect((await engine.status())[0]).toMatchObject({ generation: 2, parked: [] });
  });

  it('do not keep what has expired behind them: documents go, counts wait', async () => {
    await world.append('message-m1', ...sent());
    await poisoned('message-m1', history(moved('f1'))[3]!);
    const engine = world.engine([folderView, timeline], { codec });
    engine.start();
    await caughtUp(world.events, world.store, folderView);
    await world.append('message-m1', {
      type: 'MessageExpired',
      data: {
        reason: 'retention',
        copies: [
          { mailbox: 'antoine', copy: 'm1', folder: 'sent', unread: false },
          { mailbox: 'claire', copy: 'm1', folder: 'f1', unread: true },
        ],
        mailboxes: ['antoine', 'claire'],
      },
      private: null,
    });
    for (const projection of [folderView, timeline]) await caughtUp(world.events, world.store, projection);
    const living = livingDocuments(await storedLog(world.store, folderView));
    expect(living).toEqual({
      'folders/antoine/sent': expect.objectContaining({ total: 1 }),
      'folders/claire/inbox': expect.objectContaining({ total: 1 }),
    });
    expect(livingDocuments(await storedLog(world.store, timeline))).toEqual({});
    poison.clear();
    for (const { name } of [folderView, timeline]) {
      await engine.requestReplay(name);
      await engine.untilDone(name, AbortSignal.timeout(10_000));
    }
    for (const projection of [folderView, timeline]) await expectReplay(world, projection);
  });

  it('stop a rebuild, and what answered goes on answering', async () => {
    const engine = world.engine([accounts], { codec });
    engine.start();
    await world.append('mailbox-a', registered('A'), granted('p1'));
    await caughtUp(world.events, world.store, accounts);
    for await (const { id } of world.events.read('mailbox-a', { from: 1 })) poison.add(id);
    await engine.requestRebuild('accounts');
    const record = await engine.untilDone('accounts', AbortSignal.timeout(10_000));
    expect(record.next?.stopped).toMatchObject({ stream: 'mailbox-a', revision: 1, category: 'box' });
    await world.append('mailbox-b', registered('B'));
    await caughtUp(world.events, world.store, accounts);
    expect(await usersOf(world)).toEqual({ a: ['p1'], b: [] });
    expect((await engine.status())[0]?.state).toBe('rebuild-stopped');
    // Nothing would remove from the stopped generation what expires.
    await eventually(
      async () => !(await world.store.collections()).some((name) => name.startsWith('accounts.2.')),
    );
    await engine.stop();
    poison.clear();
    const mended = world.engine([accounts], { codec });
    mended.start();
    await eventually(async () => (await mended.status())[0]?.generation === 3);
    await expectReplay(world, accounts);
  });

  it('that the projection itself cannot fold are parked too', async () => {
    const fragile: Projection = {
      ...accounts,
      evolve: (document, event, ref) => {
        if (event.event.type === 'AccessGranted' && event.event.data.person === 'p1')
          throw new TypeError('p1');
        return accounts.evolve(document, event, ref);
      },
    };
    await world.append('mailbox-a', registered('A'), granted('p1'), granted('p2'));
    await world.append('mailbox-b', registered('B'));
    const engine = world.engine([fragile]);
    engine.start();
    await caughtUp(world.events, world.store, accounts);
    expect(await usersOf(world)).toEqual({ a: [], b: [] });
    expect((await engine.status())[0]?.parked).toMatchObject([{ revision: 1, category: 'evolve' }]);
  });
});
