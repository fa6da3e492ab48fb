import { beforeAll, describe, expect, it } from 'vitest';
import { mailboxDecider } from '../../../src/accounts/mailbox.decider.js';
import { type MailboxEvent } from '../../../src/contracts/events/mailbox.events.js';
import { AGGREGATES, type Aggregates } from '../../../src/platform/commands/aggregates.js';
import { actingAs, mailboxIdOf, registerOwned } from '../../harness/acting.js';
import { ChangeReader } from '../../harness/change-reader.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { type Answer } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the folders of a mailbox', (product) => {
  describedStatuses(product);
  let claire: MailClient;
  let box: string;

  beforeAll(async () => {
    box = await registerOwned(product().bus, 'dossiers', 'claire.pradel');
    claire = await product().person('claire.pradel');
  }, 60_000);

  const post = (json: unknown, mailbox = box) => claire.call('/folders', { json }, mailbox);
  const patch = (folder: string, json: unknown, mailbox = box) =>
    claire.call(`/folders/${folder}`, { method: 'PATCH', json }, mailbox);
  const remove = (folder: string, query = '', mailbox = box) =>
    claire.call(`/folders/${folder}${query}`, { method: 'DELETE' }, mailbox);
  const idOf = (answer: Answer): string => (expectStatus(answer, 201).json as { id: string }).id;
  const make = async (name: string, parentId: string | null = null, mailbox = box) =>
    idOf(await post({ name, parentId }, mailbox));
  const own = async (mailbox = box) =>
    (await claire.folders(mailbox))
      .filter(({ role }) => role === null)
      .map(({ id, name, parentId }) => ({ id, name, parentId }));
  const invalidName = (answer: Answer, code: string) =>
    expect(expectProblem(answer, 400, 'invalid').json.errors).toMatchObject([{ field: 'name', code }]);

  /** A mailbox of a test's own. */
  const another = (name: string) => registerOwned(product().bus, name, 'claire.pradel');

  it('are made, in one another and in the inbox, and seen at once (C2)', async () => {
    const mailbox = await another('dossiers-faits');
    const root = await make('  Cardiologie ', null, mailbox);
    const nested = await make('Échographies', root, mailbox);
    const inInbox = await make('À voir', 'inbox', mailbox);
    expect(await own(mailbox)).toEqual([
      { id: inInbox, name: 'À voir', parentId: 'inbox' },
      { id: root, name: 'Cardiologie', parentId: null },
      { id: nested, name: 'Échographies', parentId: root },
    ]);
    const made = expectStatus(await post({ name: 'Sans parent' }, mailbox), 201);
    expect(made.json).toEqual({
      id: expect.stringMatching(/^[\w-]+$/),
      stream: `mailbox-${mailbox}`,
      revision: expect.any(Number),
    });
    expect((await claire.list(`folder=${root}`, mailbox)).total).toBe(0);
  });

  it('are renamed, moved, or both at once (C2)', async () => {
    const mailbox = await another('dossiers-changes');
    const [one, other] = [await make('Un', null, mailbox), await make('Autre', null, mailbox)];
    expectStatus(await patch(one, { name: 'Premier' }, mailbox), 200);
    expect(await own(mailbox)).toContainEqual({ id: one, name: 'Premier', parentId: null });
    expectStatus(await patch(one, { parentId: other }, mailbox), 200);
    expect(await own(mailbox)).toContainEqual({ id: one, name: 'Premier', parentId: other });
    const both = expectStatus(await patch(one, { name: 'PREMIER', parentId: null }, mailbox), 200);
    expect(await own(mailbox)).toContainEqual({ id: one, name: 'PREMIER', parentId: null });
    const again = expectStatus(await patch(one, { name: 'PREMIER', parentId: null }, mailbox), 200);
    expect(again.json).toEqual(both.json);
    expectStatus(await patch(one, {}, mailbox), 200);
  });

  describe('have names', () => {
    it('of 1 to 80 characters, whatever they are made of (C2)', async () => {
      for (const name of ['x', 'é'.repeat(80), '🩺'.repeat(80)]) await make(name);
      invalidName(await post({ name: '' }), 'required');
      invalidName(await post({ name: ' \u00a0 ' }), 'required');
      invalidName(await post({ name: 'é'.repeat(81) }), 'too-long');
      invalidName(await post({ name: '🩺'.repeat(81) }), 'too-long');
      expectStatus(await post({}), 400);
      expectStatus(await post({ name: 12 }), 400);
      expectStatus(await post({ name: null }), 400);
    });

    it.each(['a\u0000b', 'a\nb', 'a\u007fb', 'a\u2028b', '\u200b', '\u202eabc'])(
      'without what cannot be seen or turns the text: %j (C2)',
      async (name) => {
        invalidName(await post({ name }), 'malformed');
      },
    );

    it('that differ from those beside them, accents, case and composition aside: name-taken (C2)', async () => {
      const parent = await make('Parent des noms');
      const first = await make('Éléonore', parent);
      const second = await make('Autre', parent);
      for (const name of ['Eleonore', 'ÉLÉONORE', 'E\u0301le\u0301onore', '  éléonore ']) {
        expectProblem(await post({ name, parentId: parent }), 409, 'name-taken');
        expectProblem(await patch(second, { name }), 409, 'name-taken');
      }
      expectStatus(await patch(first, { name: 'eleonore' }), 200);
      const elsewhere = await make('ELEONORE');
      expectProblem(await patch(elsewhere, { parentId: parent }), 409, 'name-taken');
      expectStatus(await patch(elsewhere, { parentId: parent, name: 'Éléonore 2' }), 200);
    });

    it('other than those of the four, beside them alone (C1, C2)', async () => {
      for (const name of ['boite de reception', 'MESSAGES ENVOYÉS', 'Brouillons', 'Messages supprimés']) {
        expectProblem(await post({ name }), 409, 'name-taken');
      }
      const inside = await make('Brouillons', 'inbox');
      expectProblem(await patch(inside, { parentId: null }), 409, 'name-taken');
    });
  });

  it('are not in those of drafts, sent and deleted messages, nor in one that there is not (C2)', async () => {
    const folder = await make('Sans place');
    for (const parentId of ['drafts', 'sent', 'deleted']) {
      expectProblem(await post({ name: 'Dedans', parentId }), 409, 'parent-not-allowed');
      expectProblem(await patch(folder, { parentId }), 409, 'parent-not-allowed');
    }
    expectProblem(await post({ name: 'Dedans', parentId: 'none' }), 404, 'folder-not-found');
    expectProblem(await patch(folder, { parentId: 'none' }), 404, 'folder-not-found');
    for (const parentId of ['', 'a b', 12, 'x'.repeat(81)]) {
      expectStatus(await post({ name: 'Dedans', parentId }), 400);
    }
    expectProblem(await patch('none', { name: 'x' }), 404, 'folder-not-found');
    expectProblem(await remove('none'), 404, 'folder-not-found');
  });

  it('that are those of every account are neither renamed, moved nor deleted: default-folder (C1)', async () => {
    for (const folder of ['inbox', 'sent', 'drafts', 'deleted']) {
      expectProblem(await patch(folder, { name: 'Mien' }), 409, 'default-folder');
      expectProblem(await patch(folder, { parentId: null }), 409, 'default-folder');
      expectProblem(await remove(folder), 409, 'default-folder');
      expectProblem(await remove(folder, '?moveTo=inbox'), 409, 'default-folder');
    }
  });

  it('are never within themselves: cycle (C2)', async () => {
    const top = await make('Haut');
    const middle = await make('Milieu', top);
    const bottom = await make('Bas', middle);
    for (const parentId of [top, middle, bottom]) {
      expectProblem(await patch(top, { parentId }), 409, 'cycle');
    }
    expectStatus(await patch(bottom, { parentId: top }), 200);
  });

  it('have ten levels and not eleven: too-deep (C2)', async () => {
    let parent = await make('1');
    const levels = [parent];
    for (let level = 2; level <= 10; level++) levels.push((parent = await make(`${level}`, parent)));
    expectProblem(await post({ name: '11', parentId: parent }), 409, 'too-deep');
    const tree = await make('Arbre');
    const leaf = await make('Feuille', tree);
    expectProblem(await patch(tree, { parentId: levels[8] }), 409, 'too-deep');
    expectStatus(await patch(tree, { parentId: levels[7] }), 200);
    expectProblem(await post({ name: 'trop', parentId: leaf }), 409, 'too-deep');
  });

  it('are 500 and not 501: too-many-folders; one that is deleted makes room (C2)', async () => {
    const mailbox = await another('dossiers-nombreux');
    const folders = Array.from({ length: 499 }, (_, n): MailboxEvent => {
      const data = { folder: `f${n}`, role: null, parent: null };
      return { type: 'FolderCreated', data, private: { name: `n° ${n}` } };
    });
    const aggregates = product().app.get<Aggregates>(AGGREGATES);
    await aggregates.execute(mailboxDecider, `mailbox-${mailbox}`, actingAs(), () => folders);
    const last = await make('le 500e', null, mailbox);
    expectProblem(await post({ name: 'le 501e' }, mailbox), 409, 'too-many-folders');
    expectStatus(await remove(last, '', mailbox), 200);
    expectStatus(await post({ name: 'le 501e' }, mailbox), 201);
    expect(await own(mailbox)).toHaveLength(500);
  }, 60_000);

  it('are made once for one Idempotency-Key', async () => {
    const headers = { 'Idempotency-Key': 'dossier-1' };
    const ask = (name: string) => claire.call('/folders', { json: { name }, headers }, box);
    const first = idOf(await ask('Une fois'));
    expect(idOf(await ask('Une fois'))).toBe(first);
    expectProblem(await ask('Autre fois'), 409, 'idempotency-conflict');
    expect((await own()).filter(({ name }) => name === 'Une fois')).toHaveLength(1);
  });

  it('are seen by all who use a shared account', async () => {
    const mailbox = mailboxIdOf('secretariat.cardio');
    const antoine = await product().person('antoine.mennebeuf');
    const julie = await product().person('julie.martin');
    const id = idOf(await antoine.call('/folders', { json: { name: 'Commun' } }, mailbox));
    expect((await julie.seeing(antoine).folders(mailbox)).map((folder) => folder.id)).toContain(id);
    expectProblem(await claire.call(`/folders/${id}`, { method: 'DELETE' }, mailbox), 404, 'not-found');
  });

  it('are told of as changes, without a message (C2)', async () => {
    const mailbox = await another('dossiers-suivis');
    const reader = await ChangeReader.open(claire, mailbox);
    const told = (folder: string, kind: string) => ({ folder, message: null, kind });
    const folder = await make('Suivi', null, mailbox);
    expect(await reader.changes(1)).toEqual([told(folder, 'added')]);
    await patch(folder, { name: 'Suivie', parentId: 'inbox' }, mailbox);
    expect(await reader.changes(2)).toEqual([told(folder, 'changed'), told(folder, 'changed')]);
    await remove(folder, '', mailbox);
    expect(await reader.changes(1)).toEqual([told(folder, 'removed')]);
    reader.leave();
  });
});
