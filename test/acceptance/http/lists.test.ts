import { beforeAll, describe, expect, it } from 'vitest';
import { SendMessageCommand } from '../../../src/messages/send/send-message.command.js';
import { type CommandAnswer, type MessageRow } from '../../../src/contracts/http/messages.http.js';
import { actingAs, mailboxIdOf, personIdOf, registerShared } from '../../harness/acting.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the lists of messages', (product) => {
  describedStatuses(product);
  let reader: MailClient;
  /** An account with nothing but what a test sends to it. */
  let box: string;
  const writer: Record<string, string> = {};

  beforeAll(async () => {
    const { bus } = product();
    const register = (name: string, label: string) =>
      registerShared(bus, { name, label, users: ['claire.pradel'] });
    box = await register('listes', 'Listes');
    writer['listes'] = box;
    for (const [name, label] of [
      ['echo1', 'Écho'],
      ['echo2', 'echo'],
      ['echo3', 'ÉCHO'],
      ['zebre', 'Zèbre'],
      ['abeille', 'abeille'],
      ['etude', 'étude'],
    ] as const) {
      writer[name] = await register(name, label);
    }
    reader = await product().person('claire.pradel');
  }, 60_000);

  async function write(from: string, subject: string, to = ['listes']): Promise<CommandAnswer> {
    product().clock.advance(1_000);
    const context = actingAs(personIdOf('claire.pradel'), writer[from] ?? mailboxIdOf(from));
    const message = {
      to: to.map((name) => `${name}@medimail.test`),
      cc: [],
      subject,
      html: '<p>…</p>',
      attachments: [],
    };
    const answer = await product().bus.execute(new SendMessageCommand(context, message));
    reader.seeing(answer);
    return answer;
  }

  /** Every row, by pages of `limit`. */
  async function pages(query: string, limit: number, between?: () => Promise<unknown>, mailbox = box) {
    const rows: MessageRow[] = [];
    let cursor: string | null = '';
    for (let page = 0; page < 50 && cursor !== null; page++) {
      const at = cursor === '' ? '' : `&cursor=${cursor}`;
      const answer = await reader.list(`${query}&limit=${limit}${at}`, mailbox);
      expect(answer.items.length).toBeLessThanOrEqual(limit);
      rows.push(...answer.items);
      cursor = answer.nextCursor;
      if (cursor !== null) await between?.();
    }
    expect(cursor).toBeNull();
    return rows;
  }

  const get = (query: string, mailbox = box) => reader.call(`/messages?${query}`, {}, mailbox);

  it('every account has its four folders from the start, in their order, organisational ones too (C1)', async () => {
    const own = await reader.folders();
    const four = [
      { id: 'inbox', role: 'inbox', name: 'Boîte de réception', parentId: null },
      { id: 'sent', role: 'sent', name: 'Messages envoyés', parentId: null },
      { id: 'drafts', role: 'drafts', name: 'Brouillons', parentId: null },
      { id: 'deleted', role: 'deleted', name: 'Messages supprimés', parentId: null },
    ];
    expect(own).toMatchObject(four);
    expect(own).toHaveLength(4);
    expect(await reader.folders(box)).toEqual(four.map((folder) => ({ ...folder, total: 0, unread: 0 })));
  });

  it('an empty list is one empty last page (C3)', async () => {
    expect(await reader.list('folder=inbox', box)).toEqual({ items: [], nextCursor: null, total: 0 });
  });

  describe('with messages in it', () => {
    /** In the order in which they came: sender, subject. */
    const sent = [
      ['zebre', 'Écho-Doppler'],
      ['echo2', 'avis'],
      ['echo1', 'Avis'],
      ['abeille', 'écho cardiaque'],
      ['etude', ''],
      ['echo3', 'AVIS'],
      ['abeille', 'Zona'],
    ] as const;

    beforeAll(async () => {
      for (const [from, subject] of sent) await write(from, subject);
    });

    const subjects = async (sort: string) =>
      (await reader.list(`folder=inbox&sort=${sort}`, box)).items.map(({ subject }) => subject);
    const names = async (sort: string) =>
      (await reader.list(`folder=inbox&sort=${sort}`, box)).items.map(({ from }) => from.name);

    it('shows open state, sender, recipients, subject, date, size, last day and no paperclip (C3, R2)', async () => {
      const [row] = (await reader.list('folder=inbox&sort=date', box)).items;
      expect(row).toEqual({
        id: expect.stringMatching(/^[\w-]+$/),
        folder: 'inbox',
        from: { address: 'zebre@medimail.test', name: 'Zèbre' },
        to: [{ address: 'listes@medimail.test', name: 'Listes' }],
        subject: 'Écho-Doppler',
        sentAt: expect.stringMatching(/^2026-11-23T09:00:0\d\.000Z$/),
        opened: false,
        openedByMe: false,
        hasAttachments: false,
        size: Buffer.byteLength('<p>…</p>'),
        expiresAt: expect.stringMatching(/^2027-02-23T09:00:0\d\.000Z$/),
      });
    });

    it('is sorted by date, the newest first unless asked otherwise (C4)', async () => {
      const oldestFirst = sent.map(([, subject]) => subject);
      expect(await subjects('date')).toEqual(oldestFirst);
      expect(await subjects('-date')).toEqual([...oldestFirst].reverse());
      const { items } = await reader.list('folder=inbox', box);
      expect(items.map(({ subject }) => subject)).toEqual([...oldestFirst].reverse());
    });

    it('is sorted by subject without accents and case, both ways (C4)', async () => {
      const folded = ['', 'avis', 'avis', 'avis', 'echo cardiaque', 'echo-doppler', 'zona'];
      const fold = (texts: string[]) =>
        texts.map((text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase());
      expect(fold(await subjects('subject'))).toEqual(folded);
      expect(fold(await subjects('-subject'))).toEqual([...folded].reverse());
    });

    it('is sorted by sender without accents and case, both ways (C4)', async () => {
      const sorted = await names('from');
      expect(sorted.slice(0, 2)).toEqual(['abeille', 'abeille']);
      expect(new Set(sorted.slice(2, 5))).toEqual(new Set(['Écho', 'echo', 'ÉCHO']));
      expect(sorted.slice(5)).toEqual(['étude', 'Zèbre']);
      expect(await names('-from')).toEqual([...sorted].reverse());
    });

    it('is sorted by recipients, both ways (C4)', async () => {
      await write('listes', 'à zèbre', ['zebre']);
      await write('listes', 'à abeille et zèbre', ['abeille', 'zebre']);
      await write('listes', 'à écho', ['echo1']);
      const bySent = async (sort: string) =>
        (await reader.list(`folder=sent&sort=${sort}`, box)).items.map(({ subject }) => subject);
      const expected = ['à abeille et zèbre', 'à écho', 'à zèbre'];
      expect(await bySent('to')).toEqual(expected);
      expect(await bySent('-to')).toEqual([...expected].reverse());
    });

    it.each(['date', '-date', 'from', '-from', 'to', '-to', 'subject', '-subject'])(
      'by pages of two is the list at once, ties included, by %s (C4)',
      async (sort) => {
        const whole = (await reader.list(`folder=inbox&sort=${sort}`, box)).items;
        expect(whole).toHaveLength(sent.length);
        expect(await pages(`folder=inbox&sort=${sort}`, 2)).toEqual(whole);
      },
    );

    it.each(['-date', 'subject', '-from'])(
      'skips and repeats nothing while messages arrive between its pages, by %s (C4)',
      async (sort) => {
        const before = (await reader.list(`folder=inbox&sort=${sort}&limit=200`, box)).items;
        const arrive = async () => {
          await write('echo1', 'Avis');
          await write('abeille', '');
          await write('zebre', 'zzz');
        };
        const seen = (await pages(`folder=inbox&sort=${sort}`, 3, arrive)).map(({ id }) => id);
        expect(new Set(seen).size).toBe(seen.length);
        const known = new Set(before.map(({ id }) => id));
        expect(seen.filter((id) => known.has(id))).toEqual(before.map(({ id }) => id));
      },
      60_000,
    );

    it('counts a folder exactly, and all folders when none is named (C3)', async () => {
      const folders = await reader.folders(box);
      const of = (id: string) => folders.find((folder) => folder.id === id)?.total;
      const inbox = await reader.list('folder=inbox&limit=1', box);
      expect(inbox.total).toBe(of('inbox'));
      expect(inbox.total).toBe((await pages('folder=inbox', 200)).length);
      const all = await reader.list('limit=1', box);
      expect(all.total).toBe((of('inbox') ?? 0) + 3);
      const rows = await pages('sort=date', 200);
      expect(rows).toHaveLength(all.total ?? 0);
      expect(new Set(rows.map(({ folder }) => folder))).toEqual(new Set(['inbox', 'sent']));
    });

    it('follows a message from one folder to another (C2, C10)', async () => {
      const { id } = await write('etude', 'à ranger');
      const post = (path: string, json?: unknown) =>
        reader.call(`/messages/${id}/${path}`, { method: 'POST', ...(json !== undefined && { json }) }, box);
      const folderOf = async () => (await pages('sort=-date', 200)).find((row) => row.id === id)?.folder;
      expectStatus(await post('move', { folder: 'sent' }), 200);
      expect(await folderOf()).toBe('sent');
      expectStatus(await reader.call(`/messages/${id}`, { method: 'DELETE' }, box), 200);
      expect(await folderOf()).toBe('deleted');
      expectStatus(await post('restore'), 200);
      expect(await folderOf()).toBe('sent');
    });
  });

  describe('asked for wrongly', () => {
    it.each(['limit=0', 'limit=201', 'limit=1.5', 'limit=x', 'sort=size', 'sort=', 'page=2'])(
      'with %s is refused, naming what is wrong: 400',
      async (query) => {
        const { json } = expectStatus(await get(query), 400);
        expect(json).toMatchObject({
          type: 'https://medimail.fr/problems/invalid',
          errors: [{ field: query.split('=')[0], code: expect.any(String), detail: expect.any(String) }],
        });
      },
    );

    it('takes limits of 1 and 200', async () => {
      expect((await reader.list('limit=1', box)).items).toHaveLength(1);
      expectStatus(await get('limit=200'), 200);
    });

    it('of a folder that the account does not have is not found: 404', async () => {
      expectStatus(await get('folder=none'), 404);
    });

    it('with a cursor of another order, folder, length or account is refused: 400', async () => {
      await write('listes', 'encore', ['listes', 'echo1']);
      const { nextCursor } = await reader.list('folder=inbox&sort=subject&limit=1', box);
      const at = (query: string, mailbox?: string) => get(`${query}&cursor=${nextCursor ?? ''}`, mailbox);
      expectStatus(await at('folder=inbox&sort=subject&limit=1'), 200);
      for (const refused of [
        at('folder=inbox&sort=subject&limit=7'),
        at('folder=inbox&sort=-subject&limit=1'),
        at('folder=inbox&limit=1'),
        at('folder=sent&sort=subject&limit=1'),
        at('sort=subject&limit=1'),
        at('folder=inbox&sort=subject&limit=1', reader.mailbox),
      ]) {
        expect(expectStatus(await refused, 400).json).toMatchObject({
          type: 'https://medimail.fr/problems/invalid-cursor',
        });
      }
    });

    it.each(['', 'x', 'a'.repeat(200), '%00', 'é', 'a'.repeat(4_001)])(
      'with a cursor that is none is refused: 400 (%#)',
      async (cursor) => {
        expectStatus(await get(`cursor=${cursor}`), 400);
      },
    );

    it('tells no name and no subject in a cursor', async () => {
      const { nextCursor, items } = await reader.list('folder=inbox&sort=-subject&limit=1', box);
      const { subject } = items[0] ?? { subject: '' };
      expect(subject).not.toBe('');
      for (const encoding of ['base64url', 'utf8', 'hex'] as const) {
        expect(Buffer.from(nextCursor ?? '', encoding).toString('latin1')).not.toContain(subject);
      }
    });
  });
});
