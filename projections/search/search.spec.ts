import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type Document, type Filter, type Sort } from '../../src/platform/documents/documents.js';
import { EmbeddedStore } from '../../src/platform/documents/embedded/embedded-databases.js';
import { deleted, gone, history, moved, restored } from '../../test/harness/message-history.js';
import { on, projectionSpec, recorded } from '../../test/harness/projection-spec.js';
import { foldLog, livingDocuments } from '../../test/harness/fold-log.js';
import { sealedAt, sealedMessage, sent } from '../../test/harness/sealed-message.js';
import { folderView } from '../folder-view/folder-view.projection.js';
import { search } from './search.projection.js';
import { wordsOf } from './words.js';

const view = projectionSpec(search);
const m1 = (...events: readonly AnyEvent[]) => on('message-m1', ...events);

const texts = sealedMessage().private;
const words = ['resultats', 'antoine', 'mennebeuf', 'medimail', 'test', 'claire', 'pradel'];

describe('search entries (C5)', () => {
  it('hold the words of subject, sender and recipients, and what the list is sorted by', () => {
    const entry = {
      filed: true,
      sentAt: sealedAt,
      subjectKey: 'resultats',
      fromKey: 'antoine mennebeuf',
      toKey: 'claire pradel',
      words,
    };
    view.given(m1(...sent())).then({
      'entries/antoine/m1': { ...entry, mailbox: 'antoine', folder: 'sent' },
      'entries/claire/m1': { ...entry, mailbox: 'claire', folder: 'inbox' },
    });
  });

  it('have the id, the folder and the sort keys of the copies that the lists show', () => {
    const events = recorded(m1(...history(moved('f1'))));
    const found = Object.entries(livingDocuments(foldLog(search, events)));
    expect(found).toHaveLength(2);
    const copies = livingDocuments(foldLog(folderView, events));
    for (const [key, { words: _words, ...entry }] of found) {
      expect(copies[key.replace('entries', 'copies')]).toMatchObject(entry);
    }
  });

  it('know recipients of either field', () => {
    const cc = [{ address: 'rose.rouge@medimail.test', name: 'Rose Rouge' }];
    const events = sent({ private: { ...texts, cc } });
    view.given(m1(...events)).thenMatching({ 'entries/claire/m1': { words: [...words, 'rose', 'rouge'] } });
  });

  it('are not filed until the copy is', () => {
    view.given(m1(sent()[0]!)).thenMatching({ 'entries/claire/m1': { folder: null, filed: false } });
  });

  it('follow the copy from one folder to another', () => {
    const folder = (name: string) => ({ 'entries/claire/m1': { folder: name }, 'entries/antoine/m1': {} });
    view.given(m1(...history(moved('f1')))).thenMatching(folder('f1'));
    view.given(m1(...history(deleted()))).thenMatching(folder('deleted'));
    view.given(m1(...history(deleted(), restored()))).thenMatching(folder('inbox'));
  });

  it('go with the copy: deleted for good, or kept for less than the others', () => {
    const copyExpired: AnyEvent = {
      type: 'MessageCopyExpired',
      data: { mailbox: 'claire', copy: 'm1', folder: 'inbox', unread: true },
      private: null,
    };
    for (const events of [history(deleted(), gone()), [...sent(), copyExpired]]) {
      view.given(m1(...events)).then({ 'entries/antoine/m1': expect.objectContaining({ folder: 'sent' }) });
    }
  });

  it('leave nothing of a message that has expired (R1)', () => {
    const copies = ['antoine', 'claire'].map((mailbox) => ({
      mailbox,
      copy: 'm1',
      folder: 'inbox',
      unread: true,
    }));
    const expired: AnyEvent = {
      type: 'MessageExpired',
      data: { reason: 'retention', copies, mailboxes: ['antoine', 'claire'] },
      private: null,
    };
    view.given(m1(...sent(), expired)).then({});
  });

  it('hold no word where the key was destroyed before it was read', () => {
    view.given(m1(...sent())).thenWithoutTexts({
      'entries/claire/m1': { folder: 'inbox', sentAt: sealedAt, words: [], subjectKey: '' },
    });
  });
});

describe('the indexes of search entries', () => {
  const mailbox = 'claire';
  const day = { $gte: '2026-11-22T23:00:00.000Z', $lt: '2026-11-23T23:00:00.000Z' };
  const byDate = { sentAt: -1, _id: -1 } as const;
  const folder = mkdtempSync(join(tmpdir(), 'medimail-search-'));
  const store = new EmbeddedStore(join(folder, 'test.db'));
  const documents = store.collection<Document>('entries');
  beforeAll(async () => {
    await documents.createIndexes(search.collections['entries'] ?? []);
    await documents.bulkWrite([
      { insertOne: { document: { _id: 'claire/m1', mailbox, words } as Document } },
    ]);
  });
  afterAll(async () => {
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it.each<[string, Filter, Sort, string]>([
    ['a beginning of a word', { mailbox, words: { $regex: '^card' } }, {}, 'words'],
    ['the messages of a day in a folder', { mailbox, folder: 'inbox', sentAt: day }, {}, 'folder-date'],
    ['the messages of a day', { mailbox, filed: true, sentAt: day }, {}, 'all-date'],
    ['a folder by date', { mailbox, folder: 'inbox' }, byDate, 'folder-date'],
    ['all folders by date', { mailbox, filed: true }, byDate, 'all-date'],
  ])('answer %s by one range, and nothing else is read', (_what, filter, sort, index) => {
    const explained = documents.explain(filter, sort);
    expect(explained).toMatchObject({ index, ranges: 1, sorted: true, exact: true });
    for (const detail of explained?.details ?? []) expect(detail).toMatch(/^SEARCH /);
  });
});

describe('the words of a message to 500 recipients', () => {
  const to = Array.from({ length: 500 }, (_, n) => ({
    address: `prenom${n}.nom${n}@chu${n}.fr`,
    name: `Prénom${n} Nom${n}`,
  }));

  it('are all in the sender’s copy', () => {
    const found = new Set(wordsOf({ ...texts, to }, 'sender'));
    for (let n = 0; n < 500; n += 1) expect(found).toContain(`prenom${n}`);
  });

  it('are the first 200 in the others: subject and sender before recipients', () => {
    const found = wordsOf({ ...texts, to }, 'recipient');
    expect(found).toHaveLength(200);
    expect(found.slice(0, 7)).toEqual([...words.slice(0, 5), 'prenom0', 'nom0']);
    expect(wordsOf({ ...texts, to }, 'delegate')).toEqual(found);
  });
});
