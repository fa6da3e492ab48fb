import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { granted, registered } from '../../../test/harness/mailbox-events.js';
import { openWorld, quickSettings, storedLog, type World } from '../../../test/harness/projection-world.js';
import { sent } from '../../../test/harness/sealed-message.js';
import { accounts } from '../../accounts/accounts.projection.js';
import { folderView } from '../../folder-view/folder-view.projection.js';

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

describe('reading one’s own writes', () => {
  it('waits until the projections show the event, and no longer', async () => {
    const engine = world.engine([accounts, folderView]);
    engine.start();
    for (let n = 0; n < 20; n++) {
      const after = await world.append('mailbox-a', n === 0 ? registered('A') : granted(`p${n}`));
      expect(await engine.readModels.caughtUpWith(after, ['accounts', 'folder-view'])).toBe(true);
      const mailboxes = await engine.readModels.collection<{ users: string[] }>('accounts', 'mailboxes');
      expect((await mailboxes.findOne({ _id: 'a' }))?.users).toHaveLength(n);
    }
  });

  it('is told by another process’ checkpoints too', async () => {
    const running = world.engine([accounts]);
    running.start();
    const other = world.engine([accounts], { exclusive: false });
    const after = await world.append('mailbox-a', registered('A'));
    expect(await other.readModels.caughtUpWith(after, ['accounts'])).toBe(true);
  });

  it('answers false where the projection does not get there in time, or the event does not exist', async () => {
    const settings = { ...quickSettings, waitMs: 100 };
    const idle = world.engine([accounts], { settings });
    const after = await world.append('mailbox-a', registered('A'));
    expect(await idle.readModels.caughtUpWith(after, ['accounts'])).toBe(false);
    idle.start();
    expect(await idle.readModels.caughtUpWith({ stream: 'mailbox-a', revision: 9 }, ['accounts'])).toBe(
      false,
    );
  });

  it('does not wait for projections that do not follow the stream', async () => {
    const idle = world.engine([accounts]);
    expect(await idle.readModels.caughtUpWith({ stream: 'message-x', revision: 0 }, ['accounts'])).toBe(true);
  });

  it('never shows a removed document', async () => {
    const engine = world.engine([folderView]);
    engine.start();
    await world.append('message-m1', ...sent());
    const after = await world.append('message-m1', {
      type: 'MessageExpired',
      data: { reason: 'retention', copies: [], mailboxes: [] },
      private: null,
    });
    await engine.readModels.caughtUpWith(after, ['folder-view']);
    const envelopes = await engine.readModels.collection('folder-view', 'envelopes');
    expect(await envelopes.findOne({ _id: 'm1' })).toBeNull();
    expect(await envelopes.find({ _id: 'm1' }, { projection: { subject: 1 } }).toArray()).toEqual([]);
    expect((await storedLog(world.store, folderView)).get('envelopes/m1')).toMatchObject({
      gone: expect.any(String),
    });
  });
});
