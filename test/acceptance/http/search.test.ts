import { beforeAll, describe, expect, it } from 'vitest';
import { type CommandAnswer, type MessageRow } from '../../../src/contracts/http/messages.http.js';
import { SendMessageCommand } from '../../../src/messages/send/send-message.command.js';
import { actingAs, personIdOf, registerShared } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('« Rechercher dans les messages »', (product) => {
  describedStatuses(product);
  let reader: MailClient;
  /** Accounts by name: what is searched is `recherche`. */
  const account: Record<string, string> = {};
  let box: string;

  beforeAll(async () => {
    const { bus } = product();
    for (const [name, label] of [
      ['recherche', 'Accueil'],
      ['helene.debeauvoir', 'Hélène de Beauvoir'],
      ['jean-pierre.leglise', 'Jean-Pierre L’Église'],
      ['o.coeurdevey', 'Odile Cœurdevey'],
    ] as const) {
      account[name] = await registerShared(bus, { name, label, users: ['claire.pradel'] });
    }
    box = account['recherche'] ?? '';
    reader = await product().person('claire.pradel');
    for (const [at, from, subject, to = ['recherche']] of messages) await write(at, from, subject, to);
    product().clock.set('2026-11-23T09:00:00.000Z');
  }, 60_000);

  const messages: readonly (readonly [at: string, from: string, subject: string, to?: string[]])[] = [
    ['2026-09-15T21:59:59.000Z', 'helene.debeauvoir', 'Écho-Doppler de l’épaule'],
    ['2026-09-15T22:00:00.000Z', 'jean-pierre.leglise', 'Compte rendu opératoire'],
    ['2026-10-25T22:59:59.000Z', 'o.coeurdevey', 'RDV du 16/09/2026'],
    ['2026-10-25T23:00:00.000Z', 'helene.debeauvoir', 'épaule : résultats'],
    ['2026-11-22T10:00:00.000Z', 'o.coeurdevey', 'Résultats', ['recherche', 'jean-pierre.leglise']],
    ['2026-11-23T08:00:00.000Z', 'recherche', 'Re : résultats', ['helene.debeauvoir']],
  ];

  async function write(
    at: string,
    from: string,
    subject: string,
    to = ['recherche'],
  ): Promise<CommandAnswer> {
    product().clock.set(at);
    const context = actingAs(personIdOf('claire.pradel'), account[from] ?? '');
    const addresses = to.map((name) => `${name}@medimail.test`);
    const message = { to: addresses, cc: [], subject, html: '<p>ultrason</p>', attachments: [] };
    const answer = await product().bus.execute(new SendMessageCommand(context, message));
    reader.seeing(answer);
    return answer;
  }

  const found = async (search: string, more = '') =>
    reader.list(`search=${encodeURIComponent(search)}${more}`, box);
  const subjects = async (search: string, more = '') =>
    (await found(search, more)).items.map(({ subject }) => subject);

  describe('finds', () => {
    it.each([
      ['a name with accents', 'hélène', ['épaule : résultats', 'Écho-Doppler de l’épaule', 'Re : résultats']],
      ['a name without them', 'HELENE', ['épaule : résultats', 'Écho-Doppler de l’épaule', 'Re : résultats']],
      [
        'the beginning of a name',
        'beauv',
        ['épaule : résultats', 'Écho-Doppler de l’épaule', 'Re : résultats'],
      ],
      ['a first name with a hyphen', 'Jean-Pierre', ['Résultats', 'Compte rendu opératoire']],
      ['a name with an apostrophe', "l'église", ['Résultats', 'Compte rendu opératoire']],
      ['a ligature as people type it', 'coeurd', ['Résultats', 'RDV du 16/09/2026']],
      ['an address', 'o.coeurdevey@medimail.test', ['Résultats', 'RDV du 16/09/2026']],
      ['a part of an address', 'leglise@medi', ['Résultats', 'Compte rendu opératoire']],
      ['words of a subject, in any order', 'epaule echo', ['Écho-Doppler de l’épaule']],
      ['words of sender and subject', 'resultats odile', ['Résultats']],
      ['no word’s middle', 'paule', []],
      ['nothing of the body', 'ultrason', []],
      ['nothing where a word is missing', 'epaule odile', []],
    ])('%s: « %s » (C5)', async (_what, search, expected) => {
      const found = await subjects(search);
      expect([...found].sort()).toEqual([...expected].sort());
    });

    it.each([
      ['16/09/2026', ['RDV du 16/09/2026', 'Compte rendu opératoire']],
      ['15/09/2026', ['Écho-Doppler de l’épaule']],
      ['septembre 2026', ['Compte rendu opératoire', 'Écho-Doppler de l’épaule']],
      ['sept. 2026 épaule', ['Écho-Doppler de l’épaule']],
      ['25 octobre', ['RDV du 16/09/2026']],
      ['26.10.26', ['épaule : résultats']],
      ['du 25/10/2026 au 26/10/2026', ['épaule : résultats', 'RDV du 16/09/2026']],
      ['depuis le 22/11/2026', ['Re : résultats', 'Résultats']],
      ['avant le 16/09/2026', ['Écho-Doppler de l’épaule']],
      ['du 22/11 au 25/11', ['Re : résultats', 'Résultats']],
      ['25/10/2026-26/10/2026', ['épaule : résultats', 'RDV du 16/09/2026']],
      ['2026-09', ['RDV du 16/09/2026', 'Compte rendu opératoire', 'Écho-Doppler de l’épaule']],
      ['hier', ['Résultats']],
      ['aujourd’hui', ['Re : résultats']],
    ])('the messages of « %s », in days of Paris, newest first (C5)', async (search, expected) => {
      expect(await subjects(search)).toEqual(expected);
    });

    it('in the folder asked for, or in all of them (C5)', async () => {
      expect(await subjects('résultats')).toEqual(['Re : résultats', 'Résultats', 'épaule : résultats']);
      expect(await subjects('résultats', '&folder=inbox')).toEqual(['Résultats', 'épaule : résultats']);
      expect(await subjects('résultats', '&folder=sent')).toEqual(['Re : résultats']);
      expect(await subjects('résultats', '&folder=deleted')).toEqual([]);
      expectStatus(await reader.call('/messages?search=x&folder=none', {}, box), 404);
    });

    it('in the order of the list, and counts what it found (C4, C5)', async () => {
      for (const sort of ['-date', 'date', 'from', '-from', 'to', '-to', 'subject', '-subject']) {
        const listed = (await reader.list(`sort=${sort}`, box)).items.map(({ id }) => id);
        const { items, total } = await found('resultats', `&sort=${sort}`);
        const ids = items.map(({ id }) => id);
        expect(ids).toEqual(listed.filter((id) => ids.includes(id)));
        expect(total).toBe(3);
      }
    });

    it('the lines as the list shows them (C3, C5)', async () => {
      const listed = (await reader.list('', box)).items;
      for (const row of (await found('epaule')).items) expect(listed).toContainEqual(row);
    });
  });

  it('a blank search is none (C5)', async () => {
    const all = await reader.list('folder=inbox', box);
    expect(all.items.length).toBeGreaterThan(0);
    for (const search of ['', '   ', '\u00a0\t']) expect(await found(search, '&folder=inbox')).toEqual(all);
  });

  it.each(['😀', '.*', '$', '…?', '"'])(
    '« %s », without a word or a date, finds nothing (C5)',
    async (search) => {
      for (const folder of ['', '&folder=inbox'])
        expect(await found(search, folder)).toEqual({ items: [], total: 0, nextCursor: null });
      const { nextCursor } = await reader.list('limit=1', box);
      const cursor = `search=${encodeURIComponent(search)}&limit=1&cursor=${nextCursor ?? ''}`;
      expectStatus(await reader.call(`/messages?${cursor}`, {}, box), 400);
      expectStatus(
        await reader.call(`/messages?search=${encodeURIComponent(search)}&folder=none`, {}, box),
        404,
      );
    },
  );

  it('follows a message from folder to folder, and out of the mailbox (C5, C10)', async () => {
    const { id } = await write('2026-11-23T09:00:00.000Z', 'o.coeurdevey', 'Ostéodensitométrie');
    const folders = async () => (await found('osteodens')).items.map(({ folder }) => folder);
    expect(await folders()).toEqual(['inbox']);
    const remove = (query = '') => reader.call(`/messages/${id}${query}`, { method: 'DELETE' }, box);
    expectStatus(await remove(), 200);
    expect(await folders()).toEqual(['deleted']);
    expectStatus(await remove('?forever=true'), 200);
    expect(await folders()).toEqual([]);
  });

  describe('by pages', () => {
    it.each(['-date', 'subject', '-from'])(
      'skips and repeats nothing while messages arrive, by %s (C5)',
      async (sort) => {
        for (let n = 0; n < 5; n += 1)
          await write('2026-11-23T09:00:00.000Z', 'o.coeurdevey', `Scanner ${n % 2}`);
        const before = (await found('scan', `&sort=${sort}`)).items.map(({ id }) => id);
        const rows: MessageRow[] = [];
        let at = '';
        do {
          const page = await found('scan', `&sort=${sort}&limit=2${at}`);
          rows.push(...page.items);
          at = page.nextCursor === null ? '' : `&cursor=${page.nextCursor}`;
          await write('2026-11-23T09:00:00.000Z', 'helene.debeauvoir', 'Scanner 0');
        } while (at !== '' && rows.length < 100);
        const ids = rows.map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        expect(ids.filter((id) => before.includes(id))).toEqual(before);
      },
      60_000,
    );

    it('a cursor belongs to its search, and tells nothing of it (C5)', async () => {
      const { nextCursor } = await found('resultats', '&limit=1');
      const ask = (query: string) =>
        reader.call(`/messages?${query}&limit=1&cursor=${nextCursor ?? ''}`, {}, box);
      expectStatus(await ask('search=resultats'), 200);
      for (const query of [
        'search=epaule',
        'search=',
        'search=resultats&folder=inbox',
        'search=resultats&sort=date',
      ]) {
        expect(expectStatus(await ask(query), 400).json).toMatchObject({
          type: 'https://medimail.fr/problems/invalid-cursor',
        });
      }
    });
  });

  it.each([
    ['201 characters', 'x'.repeat(201), 'max-length'],
    ['eleven words', 'a b c d e f g h i j k', 'too-many-words'],
  ])('of %s is refused: 400 (C5)', async (_what, search, code) => {
    const answer = await reader.call(`/messages?search=${encodeURIComponent(search)}`, {}, box);
    expect(expectStatus(answer, 400).json).toMatchObject({
      type: 'https://medimail.fr/problems/invalid',
      errors: [{ field: 'search', code, detail: expect.any(String) }],
    });
    expect(answer.text).not.toContain(search);
  });

  it('takes 200 characters and ten words', async () => {
    for (const search of ['x'.repeat(200), 'a b c d e f g h i j'])
      expect((await found(search)).total).toBe(0);
  });
});
