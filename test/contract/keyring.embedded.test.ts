import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DocumentKeyring } from '../../src/platform/crypto/document-keyring.js';
import { dayKeyRecords, keyRecords } from '../../src/platform/crypto/key-record.js';
import { MasterKey, MasterKeys } from '../../src/platform/crypto/master-key.js';
import { SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { openTestDatabases } from '../harness/test-databases.js';
import { keyringContract } from './keyring.contract.js';

describe('keyring on the embedded engine', () => {
  keyringContract(openTestDatabases);

  it('after a scrub leaves no copy of what it destroyed in any file, write-ahead logs included', async () => {
    const databases = await openTestDatabases();
    const until = new Date('2027-02-23T10:00:00Z');
    const keyring = await DocumentKeyring.open({
      databases,
      master: new MasterKeys(new MasterKey(Buffer.alloc(32, 1))),
      clock: new ManualClock('2026-11-23T10:00:00Z'),
      randomness: new SystemRandomness(),
    });
    const names = Array.from({ length: 300 }, (_, index) => `message:${index}`);
    const contents = [{ content: 'c', key: keyring.draw() }];
    for (const name of names) await keyring.create({ name, until, contents });
    const [kept, ...ended] = await keyRecords(databases.database('content')).find({}).toArray();
    const days = await dayKeyRecords(databases.database('day-keys')).find({}).toArray();
    const destroyed = [...ended, ...days].map(({ box }) => box);
    expect(destroyed).toHaveLength(300);
    expect(await copiesIn(databases.folder, destroyed)).toBe(300);

    await keyring.shred(ended.map(({ _id }) => _id));
    await keyring.shredDaysBefore(new Date('2027-03-01T10:00:00Z'));
    await keyring.scrub();
    expect(await copiesIn(databases.folder, [...destroyed, kept?.box ?? ''])).toBe(0);
    keyring.close();
    await databases.close();
  });
});

/** How many of the texts stand in some file of the folder. */
async function copiesIn(folder: string, texts: readonly string[]): Promise<number> {
  const files = await readdir(folder);
  const bytes = Buffer.concat(await Promise.all(files.map((file) => readFile(join(folder, file)))));
  return texts.filter((text) => bytes.includes(text)).length;
}
