import { beforeAll, expect, it, vi } from 'vitest';
import { type FolderView, type MessageRow } from '../../../src/contracts/http/messages.http.js';
import { DeletedFolders } from '../../../src/folders/index.js';
import { leaveFolder } from '../../../src/messages/decide-leave-folder.js';
import { LeaveFolderCommand } from '../../../src/messages/leave-folder/leave-folder.command.js';
import { messageDecider } from '../../../src/messages/message.decider.js';
import { AGGREGATES, type Aggregates } from '../../../src/platform/commands/aggregates.js';
import { UndecodableEvent } from '../../../src/platform/events/event-codec.js';
import { type Position } from '../../../src/platform/event-store/event-store.js';
import { READ_MODELS, type ReadModels } from '../../../src/platform/read-models/read-models.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { actingAs } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { FolderBox } from '../../harness/folder-box.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the deletion of a folder that others race', (product) => {
  let claire: MailClient;
  let box: FolderBox;

  beforeAll(async () => {
    claire = await product().person('claire.pradel');
  }, 60_000);

  const start = async (messages: number) => {
    box = await FolderBox.start(product().bus, claire, 'claire.pradel', messages);
  };
  const houseKeep = () => product().app.get(Housekeeping, { strict: false }).run();

  /** Every message stands in the list, and in a folder that is shown: asked again where it moved meanwhile. */
  async function everyMessageIsVisible(ids: readonly string[]): Promise<void> {
    const see = async (): Promise<[FolderView[], MessageRow[]]> => {
      const before = await claire.folders(box.mailbox);
      const rows = (await claire.list('limit=200', box.mailbox)).items;
      return [[...before, ...(await claire.folders(box.mailbox))], [...rows]];
    };
    let hidden: string[] = [];
    for (let tries = 0; tries < 5; tries++) {
      const [folders, rows] = await see();
      const shown = new Set(folders.map(({ id }) => id));
      hidden = ids.filter((id) => !rows.some((row) => row.id === id && shown.has(row.folder)));
      if (hidden.length === 0) return;
    }
    expect(hidden).toEqual([]);
  }

  /** The counts of folders are those of a recount of the lists, and no folder but those of every account is left. */
  async function countsAreExact(): Promise<void> {
    const folders = await claire.folders(box.mailbox);
    const rows = (await claire.list('limit=200', box.mailbox)).items;
    for (const { id, total: counted, unread } of folders) {
      const here = rows.filter((row) => row.folder === id);
      expect([id, counted, unread]).toEqual([id, here.length, here.filter((row) => !row.opened).length]);
    }
    expect(rows).toHaveLength(folders.reduce((sum, folder) => sum + folder.total, 0));
  }

  it('keeps every message visible, at every moment, and its counts (C2)', async () => {
    await start(25);
    const { ids } = box;
    const folder = await box.make('Course');
    for (const id of ids.slice(0, 10)) await box.move(id, folder);
    const done = new AbortController();
    const watching = (async () => {
      let looks = 0;
      for (; !done.signal.aborted; looks++) await everyMessageIsVisible(ids);
      return looks;
    })();
    const moves = ids.slice(10).map((id) => box.post(`/messages/${id}/move`, { folder }));
    const [deletion, ...answers] = await Promise.all([box.remove(folder, 'inbox'), ...moves]);
    expectStatus(deletion, 200);
    for (const { status } of answers) expect([200, 404]).toContain(status);
    await houseKeep();
    done.abort();
    expect(await watching).toBeGreaterThan(0);
    for (const id of [ids[0], ids.at(-1)]) await claire.open(id ?? '', box.mailbox);
    expect(await box.idsIn('inbox')).toEqual([...ids].sort());
    expect(await box.tree()).toEqual([]);
    await countsAreExact();
  }, 120_000);

  it('shows the folder again for a message that was on its way, until that is moved on (C2)', async () => {
    await start(2);
    const [id = '', other = ''] = box.ids;
    const folder = await box.make('Rattrapé');
    const target = await box.make('Cible');
    await box.move(other, folder);
    expectStatus(await box.remove(folder, target), 200);
    expect(await box.total(folder)).toBeNull();
    for (const copy of [id, `${id}-sent`]) await late(copy, folder);
    expect(await box.total(folder)).toBe(2);
    expect(await box.idsIn(folder)).toEqual([id, `${id}-sent`]);
    expectProblem(await box.post(`/messages/${other}/move`, { folder }), 404, 'folder-not-found');
    await countsAreExact();

    // Its own place is gone by then, too.
    expectStatus(await box.remove(target, 'inbox'), 200);
    await houseKeep();
    await seeingMoved(id);
    expect(await box.idsIn('inbox')).toEqual([id, `${id}-sent`, other].sort());
    expect(await box.tree()).toEqual([]);
    await countsAreExact();
  });

  it('sends what comes late into a folder that was empty to the inbox, or to sent (C2)', async () => {
    await start(1);
    const [id = ''] = box.ids;
    const folder = await box.make('Vide');
    expectStatus(await box.remove(folder), 200);
    for (const copy of [id, `${id}-sent`]) await late(copy, folder);
    await seeingMoved(id);
    await houseKeep();
    await seeingMoved(id);
    expect([await box.idsIn('inbox'), await box.idsIn('sent')]).toEqual([[id], [`${id}-sent`]]);
  });

  it.each([
    ['before anything moved', 0],
    ['in the middle of the moves', 3],
  ])('ends the same where the process dies %s (C2)', async (_, survivors) => {
    await start(6);
    const { ids } = box;
    const folder = await box.make('Interrompu');
    for (const id of ids) await box.move(id, folder);
    const bus = product().bus;
    const execute = bus.execute.bind(bus);
    let left = survivors;
    const fault = vi.spyOn(bus, 'execute').mockImplementation((command) => {
      if (command instanceof LeaveFolderCommand && left-- <= 0)
        return Promise.reject(new Error('the process died'));
      return execute(command);
    });
    expectStatus(await box.remove(folder, 'deleted'), 200);
    fault.mockRestore();
    await vi.waitFor(async () => expect(await box.total(folder)).toBe(6 - survivors), { timeout: 10_000 });
    expect((await box.idsIn(folder)).length).toBe(6 - survivors);
    await product().app.get(DeletedFolders, { strict: false }).sweep(2, AbortSignal.timeout(60_000));
    await seeingMoved(...ids);
    expect(await box.total(folder)).toBe(4 - survivors);
    for (let round = 0; round < 2; round++) await houseKeep();
    await seeingMoved(...ids);
    expect(await box.idsIn('deleted')).toEqual([...ids].sort());
    expect(await box.tree()).toEqual([]);
    await countsAreExact();
  });

  it('passes over the message that cannot be moved, and moves the others (C2)', async () => {
    await start(24);
    const { ids } = box;
    const folder = await box.make('Abîmé');
    for (const id of ids) await box.move(id, folder);
    // The first to be moved, and so more than are moved at once come after it.
    const damaged = failing((copy) => copy === ids[0]);
    expectStatus(await box.remove(folder, 'inbox'), 200);
    await seeingMoved(...ids);
    expect(await box.idsIn(folder)).toEqual([ids[0]]);
    expect(await box.idsIn('inbox')).toEqual(ids.slice(1).sort());
    const sweep = () =>
      product().app.get(DeletedFolders, { strict: false }).sweep(100, AbortSignal.timeout(60_000));
    await expect(sweep()).rejects.toThrow(
      expect.objectContaining({ errors: [expect.any(UndecodableEvent)] }),
    );
    damaged.mockRestore();
    await houseKeep();
    await seeingMoved(...ids);
    expect(await box.idsIn('inbox')).toEqual([...ids].sort());
    await countsAreExact();
  });

  it('gives up a round in which nothing can be moved (C2)', async () => {
    await start(60);
    const { ids } = box;
    const folder = await box.make('En panne');
    expectStatus(await box.post('/messages/batch', { ids, action: 'move', folder }), 200);
    await seeingMoved(...ids);
    const tried: string[] = [];
    const outage = failing((copy) => tried.push(copy) > 0);
    expectStatus(await box.remove(folder, 'inbox'), 200);
    outage.mockRestore();
    // Twenty failures, and what was in hand beside the last.
    expect(tried.length).toBeGreaterThanOrEqual(20);
    expect(tried.length).toBeLessThan(20 + 16);
    await houseKeep();
    await seeingMoved(...ids);
    expect(await box.idsIn('inbox')).toEqual([...ids].sort());
  });

  /** The streams of these messages cannot be read. */
  function failing(hits: (copy: string) => boolean) {
    const { bus } = product();
    const execute = bus.execute.bind(bus);
    return vi.spyOn(bus, 'execute').mockImplementation((command) => {
      if (!(command instanceof LeaveFolderCommand) || !hits(command.copy)) return execute(command);
      const stored = { stream: 's', revision: 1, position: '1' as Position, id: 'e', type: 'MessageMoved' };
      return Promise.reject(new UndecodableEvent(stored, 'schema'));
    });
  }

  /** What a process does that read the mailbox just before the deletion, and is slow. */
  async function late(copy: string, folder: string): Promise<void> {
    const stream = `message-${copy.replace('-sent', '')}`;
    const { revision } = await aggregates().execute(
      messageDecider,
      stream,
      actingAs(null, box.mailbox),
      (state) => {
        const from = state.copies.get(`${box.mailbox}/${copy}`)?.folder ?? '';
        const by = { address: 'claire.pradel@medimail.test', name: 'Claire' };
        return leaveFolder(state, { mailbox: box.mailbox, copy, by, folder: from, heir: folder });
      },
    );
    claire.seeing({ stream, revision });
  }

  const aggregates = () => product().app.get<Aggregates>(AGGREGATES);

  /** What the housekeeping did with these messages is projected. */
  async function seeingMoved(...ids: readonly string[]): Promise<void> {
    const readModels = product().app.get<ReadModels>(READ_MODELS);
    for (const id of ids) {
      const { revision } = await aggregates().load(messageDecider, `message-${id}`);
      const after = { stream: `message-${id}`, revision };
      expect(await readModels.caughtUpWith(after, ['folder-view'])).toBe(true);
    }
  }
});
