import { beforeAll, expect, it } from 'vitest';
import {
  type CopyDocument,
  type FolderDocument,
} from '../../../src/contracts/documents/folder-view.documents.js';
import { type SearchEntryDocument } from '../../../src/contracts/documents/search.documents.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { type ProjectedDocument } from '../../../src/platform/read-models/read-models.js';
import { registerShared } from '../../harness/acting.js';
import { type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('a search for words that are in very many messages', (product) => {
  const MANY = 20_200;
  const AT_ONCE = 1_010;
  let mailbox: string;
  let reader: MailClient;

  /** Lines and entries as the projections write them, past them: so many messages would take minutes. */
  beforeAll(async () => {
    const { bus, app } = product();
    mailbox = await registerShared(bus, { name: 'archives', users: ['claire.pradel'] });
    reader = await product().person('claire.pradel');
    const { id } = await reader.send({ to: ['archives@medimail.test'], subject: 'Modèle' });
    expect((await reader.list('search=modele', mailbox)).total).toBe(1);
    const store = app.get<Databases>(DATABASES).database('read-models');
    const copies = store.collection<CopyDocument & ProjectedDocument>('folder-view.1.copies');
    const entries = store.collection<SearchEntryDocument & ProjectedDocument>('search.1.entries');
    const folders = store.collection<FolderDocument & ProjectedDocument>('folder-view.1.folders');
    const copy = await copies.findOne({ _id: `${mailbox}/${id}` });
    const entry = await entries.findOne({ _id: `${mailbox}/${id}` });
    if (copy === null || entry === null) throw new Error('nothing to copy');
    for (let first = 0; first < MANY; first += AT_ONCE) {
      const shared = Array.from({ length: AT_ONCE }, (_, i) => {
        const n = first + i;
        const sentAt = new Date(Date.parse('2026-11-01T00:00:00.000Z') + n * 1_000).toISOString();
        return { _id: `${mailbox}/n${n}`, sentAt, n };
      });
      await copies.bulkWrite(
        shared.map(({ _id, sentAt, n }) => ({
          insertOne: { document: { ...copy, _id, copy: `n${n}`, sentAt } },
        })),
      );
      // Every other message has one word or the other; the oldest two have both.
      await entries.bulkWrite(
        shared.map(({ _id, sentAt, n }) => {
          const words = ['commun', ...(n < 2 ? ['pair', 'impair'] : [n % 2 === 0 ? 'pair' : 'impair'])];
          return { insertOne: { document: { ...entry, _id, sentAt, words } } };
        }),
      );
    }
    await folders.bulkWrite([
      { updateOne: { filter: { _id: `${mailbox}/inbox` }, update: { $inc: { total: MANY } } } },
    ]);
  }, 120_000);

  const ask = (query: string) => reader.list(`limit=50&${query}`, mailbox);

  it('fills its page, and does not count what it has not looked at (C5)', async () => {
    const page = await ask('search=commun');
    expect(page).toMatchObject({ total: null, nextCursor: expect.any(String) });
    expect(page).not.toHaveProperty('partial');
    expect(page.items).toHaveLength(50);
  });

  it('says that it stopped before the page was full, and goes on from there (C5)', async () => {
    const pages = [await ask('search=pair+impair')];
    for (let next = pages[0]?.nextCursor; next; next = pages.at(-1)?.nextCursor) {
      pages.push(await ask(`search=pair+impair&cursor=${next}`));
    }
    const told = pages.map(({ items, partial, total }) => ({
      found: items.map(({ id }) => id),
      partial,
      total,
    }));
    expect(told).toEqual([
      { found: [], partial: true, total: null },
      { found: [], partial: true, total: null },
      { found: ['n1', 'n0'], total: null },
    ]);
  });

  it('in another order, too (C4, C5)', async () => {
    const page = await ask('search=pair+impair&sort=subject');
    expect(page).toMatchObject({ partial: true, total: null, nextCursor: expect.any(String) });
  });

  it('looks at all there are where another word is rare enough, and counts them (C5)', async () => {
    expect(await ask('search=commun+modele')).toMatchObject({ items: [], total: 0, nextCursor: null });
    expect(await ask('search=modele')).toMatchObject({ total: 1, nextCursor: null });
  });
});
