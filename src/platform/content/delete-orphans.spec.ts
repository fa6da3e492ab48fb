import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { itemsOf, patterned, piecesOf } from '../../../test/harness/byte-sources.js';
import { openTestDatabases } from '../../../test/harness/test-databases.js';
import { DocumentKeyring } from '../crypto/document-keyring.js';
import { MasterKey, MasterKeys } from '../crypto/master-key.js';
import { SystemRandomness } from '../randomness/randomness.js';
import { ManualClock } from '../time/clock.js';
import { deleteOrphans } from './delete-orphans.js';
import { EncryptedContentStore } from './encrypted-content-store.js';
import { FolderBlobs } from './folder/folder-blobs.js';

const DAY_MS = 86_400_000;
let databases: Awaited<ReturnType<typeof openTestDatabases>>;
let clock: ManualClock;
let contents: EncryptedContentStore;
let keyring: DocumentKeyring;

beforeEach(async () => {
  databases = await openTestDatabases();
  clock = new ManualClock('2026-11-23T10:00:00Z');
  contents = await EncryptedContentStore.open(
    databases,
    await FolderBlobs.open(join(databases.folder, 'blobs')),
    clock,
  );
  const master = new MasterKeys(new MasterKey(Buffer.alloc(32, 1)));
  keyring = await DocumentKeyring.open({ databases, master, clock, randomness: new SystemRandomness() });
});
afterEach(async () => {
  keyring.close();
  await databases.close();
});

const listed = async () => (await itemsOf(contents.list({ before: new Date('2100-01-01') }))).sort();
const search = () => deleteOrphans({ contents, keyring, before: new Date(clock.now().getTime() - DAY_MS) });

it('deletes what no key has referred to for a day, small and large, and nothing else', async () => {
  const key = keyring.draw();
  for (const [content, size] of [
    ['kept-small', 10],
    ['kept-large', 100_000],
    ['lost-small', 10],
    ['lost-large', 100_000],
  ] as const) {
    await contents.put(content, key, piecesOf(patterned(size), 50_000));
  }
  const held = ['kept-small', 'kept-large'].map((content) => ({ content, key }));
  await keyring.create({ name: 'message:1', contents: held });
  expect(await search()).toBe(0);
  clock.advance(DAY_MS + 1);
  await contents.put('young', key, piecesOf(patterned(10), 10));
  expect(await search()).toBe(2);
  expect(await listed()).toEqual(['kept-large', 'kept-small', 'young']);
  expect(await search()).toBe(0);
});

it('looks at more contents than one batch holds', async () => {
  const key = keyring.draw();
  const ids = Array.from({ length: 1_100 }, (_, index) => `content-${index}`);
  await Promise.all(ids.map((id) => contents.put(id, key, piecesOf(patterned(5), 5))));
  await keyring.create({ name: 'message:1', contents: [{ content: 'content-700', key }] });
  clock.advance(DAY_MS + 1);
  expect(await search()).toBe(1_099);
  expect(await listed()).toEqual(['content-700']);
});
