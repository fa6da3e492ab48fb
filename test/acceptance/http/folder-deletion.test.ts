import { beforeAll, expect, it } from 'vitest';
import { expectProblem } from '../../harness/expect-problem.js';
import { FolderBox } from '../../harness/folder-box.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the deletion of a folder', (product) => {
  let claire: MailClient;
  let box: FolderBox;

  beforeAll(async () => {
    claire = await product().person('claire.pradel');
  }, 60_000);

  const start = async (messages: number) => {
    box = await FolderBox.start(product().bus, claire, 'claire.pradel', messages);
  };

  it('that holds nothing needs nothing more (C2)', async () => {
    await start(0);
    const folder = await box.make('Vide');
    expectStatus(await box.remove(folder), 200);
    expect(await box.tree()).toEqual([]);
    expectProblem(await box.remove(folder), 404, 'folder-not-found');
    expectProblem(await claire.call(`/messages?folder=${folder}`, {}, box.mailbox), 404, 'not-found');
    await box.make('Vide');
  });

  it('that holds messages or folders says where they go, or is refused: not-empty (C2)', async () => {
    await start(1);
    const [id = ''] = box.ids;
    const folder = await box.make('Plein');
    const inside = await box.make('Dedans', folder);
    expectProblem(await box.remove(folder), 409, 'not-empty');
    expectStatus(await box.remove(inside), 200);
    await box.move(id, folder);
    expectProblem(await box.remove(folder), 409, 'not-empty');
    await box.move(id, 'inbox');
    expectStatus(await box.remove(folder), 200);
    expect(await box.idsIn('inbox')).toEqual([id]);
  });

  it('moves its messages, by whom it is deleted, and its folders with what they hold (C2, C8)', async () => {
    await start(3);
    const [first = '', second = '', third = ''] = box.ids;
    const folder = await box.make('À fermer');
    const inside = await box.make('Dedans', folder);
    const target = await box.make('Cible');
    for (const [id, to] of [
      [first, folder],
      [second, folder],
      [third, inside],
    ] as const)
      await box.move(id, to);
    expectStatus(await box.remove(folder, target), 200);
    expect(await box.tree()).toEqual(
      expect.arrayContaining([
        [target, null],
        [inside, target],
      ]),
    );
    expect(await box.tree()).toHaveLength(2);
    expect(await box.idsIn(target)).toEqual([first, second].sort());
    expect(await box.idsIn(inside)).toEqual([third]);
    expect([await box.total(target), await box.total(inside), await box.total('inbox')]).toEqual([2, 1, 0]);
    const { events } = await claire.open(first, box.mailbox);
    expect(events.filter(({ type }) => type === 'moved')).toHaveLength(2);
    expect(events.find(({ type }) => type === 'moved')?.by).toMatchObject({
      address: box.address,
    });
  });

  it('to « Messages supprimés » deletes each message, which is restored to the inbox or to sent (C2, C10)', async () => {
    await start(1);
    const [id = ''] = box.ids;
    const folder = await box.make('À jeter');
    await box.move(id, folder);
    await box.move(`${id}-sent`, folder);
    expectStatus(await box.remove(folder, 'deleted'), 200);
    expect(await box.idsIn('deleted')).toEqual([id, `${id}-sent`]);
    for (const copy of [id, `${id}-sent`]) expectStatus(await box.post(`/messages/${copy}/restore`), 200);
    expect(await box.idsIn('inbox')).toEqual([id]);
    expect(await box.idsIn('sent')).toEqual([`${id}-sent`]);
    expect(await box.tree()).toEqual([]);
  });

  it('does nothing where what it holds has no place there (C2)', async () => {
    await start(1);
    const [id = ''] = box.ids;
    const folder = await box.make('Dossier');
    const inside = await box.make('Avis', folder);
    const target = await box.make('Cible');
    await box.make('AVIS', target);
    await box.move(id, folder);
    const before = await box.tree();
    expectProblem(await box.remove(folder, target), 409, 'name-taken');
    expectProblem(await box.remove(folder, folder), 409, 'cycle');
    expectProblem(await box.remove(folder, inside), 409, 'cycle');
    expectProblem(await box.remove(folder, 'drafts'), 409, 'drafts-only');
    expectProblem(await box.remove(folder, 'none'), 404, 'folder-not-found');
    expectProblem(await box.remove(folder, 'deleted'), 409, 'parent-not-allowed');
    expectProblem(await box.remove(folder, 'sent'), 409, 'parent-not-allowed');
    expectStatus(await box.remove(folder, ''), 400);
    expectStatus(await box.remove(folder, 'a%20b'), 400);
    expect(await box.tree()).toEqual(before);
    expect(await box.idsIn(folder)).toEqual([id]);
    expectStatus(await box.remove(folder, 'inbox'), 200);
    expect(await box.idsIn('inbox')).toEqual([id]);
  });

  it('may give its name to a folder of its own that takes its place (C2)', async () => {
    await start(0);
    const parent = await box.make('Parent');
    const folder = await box.make('Même nom', parent);
    const inside = await box.make('même nom', folder);
    expectStatus(await box.remove(folder, parent), 200);
    expect(await box.tree()).toEqual([
      [inside, parent],
      [parent, null],
    ]);
  });
});
