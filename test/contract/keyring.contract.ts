import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Databases } from '../../src/platform/documents/documents.js';
import { SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { DocumentKeyring } from '../../src/platform/crypto/document-keyring.js';
import { dayKeyRecords, keyRecords } from '../../src/platform/crypto/key-record.js';
import { KeyDestroyed } from '../../src/platform/crypto/keyring.errors.js';
import { MasterKey, MasterKeys } from '../../src/platform/crypto/master-key.js';

const until = new Date('2027-02-23T10:00:00Z');
const later = new Date('2027-03-01T10:00:00Z');

/** What the {@link DocumentKeyring} does over any databases. `open` answers empty ones. */
export function keyringContract(open: () => Promise<Databases>): void {
  let databases: Databases;
  let clock: ManualClock;
  let keyring: DocumentKeyring;
  let opened: DocumentKeyring[];

  /** Another process over the same databases: a cache of its own. */
  async function openKeyring(): Promise<DocumentKeyring> {
    const master = new MasterKeys(new MasterKey(Buffer.alloc(32, 1)));
    const one = await DocumentKeyring.open({ databases, master, clock, randomness: new SystemRandomness() });
    opened.push(one);
    return one;
  }

  const recordOf = (name: string) => keyRecords(databases.database('content')).findOne({ _id: name });
  const names = (map: ReadonlyMap<string, unknown>) => [...map.keys()].sort();

  beforeEach(async () => {
    opened = [];
    databases = await open();
    clock = new ManualClock('2026-11-23T10:00:00Z');
    keyring = await openKeyring();
  });
  afterEach(async () => {
    for (const one of opened) one.close();
    await databases.close();
  });

  describe('create and find', () => {
    it('another process finds the same key, and nothing of it stands in clear', async () => {
      const key = await keyring.create({ name: 'message:1', until });
      const other = await openKeyring();
      expect((await other.find(['message:1', 'message:2'])).get('message:1')).toEqual(key);
      expect(names(await other.find(['message:1', 'message:2']))).toEqual(['message:1']);
      const stored = JSON.stringify(await recordOf('message:1'));
      expect(stored).not.toContain(key.toString('base64'));
      expect(stored).not.toContain(key.toString('hex'));
    });

    it('wraps under the day of `until` in France, and under the master key without', async () => {
      await keyring.create({ name: 'message:1', until: new Date('2027-02-23T23:30:00Z') });
      await keyring.create({ name: 'mailbox:1' });
      expect((await recordOf('message:1'))?.under).toBe('day:2027-02-24');
      expect((await recordOf('mailbox:1'))?.under).toMatch(/^master:[0-9a-f]{16}$/);
    });

    it('answers the key that is there, to the same process and to another', async () => {
      const key = await keyring.create({ name: 'message:1', until });
      expect(await keyring.create({ name: 'message:1', until })).toEqual(key);
      expect(await (await openKeyring()).create({ name: 'message:1', until })).toEqual(key);
    });

    it('makes one key and one day key, however many processes create at once', async () => {
      const all = await Promise.all(Array.from({ length: 6 }, () => openKeyring()));
      const keys = await Promise.all(
        all.flatMap((one) => [one, one, one].map((same) => same.create({ name: 'message:1', until }))),
      );
      expect(new Set(keys.map((key) => key.toString('hex'))).size).toBe(1);
      expect(await dayKeyRecords(databases.database('day-keys')).countDocuments({})).toBe(1);
    });

    it('moves a key under a later day, never under an earlier one', async () => {
      const key = await keyring.create({ name: 'draft:1', until });
      await keyring.create({ name: 'draft:1', until: later });
      expect((await recordOf('draft:1'))?.under).toBe('day:2027-03-01');
      await keyring.create({ name: 'draft:1', until });
      expect((await recordOf('draft:1'))?.under).toBe('day:2027-03-01');
      expect((await (await openKeyring()).find(['draft:1'])).get('draft:1')).toEqual(key);
    });

    it('makes the key anew where this process remembers one that another has destroyed', async () => {
      const key = await keyring.create({ name: 'draft:1', until });
      await (await openKeyring()).shred(['draft:1']);
      const made = await keyring.create({ name: 'draft:1', until });
      expect(made).not.toEqual(key);
      expect((await (await openKeyring()).find(['draft:1'])).get('draft:1')).toEqual(made);
    });

    it('opens no record that was put under another name', async () => {
      await keyring.create({ name: 'mailbox:1' });
      const records = keyRecords(databases.database('content'));
      const record = await records.findOne({ _id: 'mailbox:1' });
      await records.bulkWrite([{ insertOne: { document: { ...record!, _id: 'mailbox:2' } } }]);
      await expect(keyring.find(['mailbox:2'])).rejects.toThrow('does not open');
    });
  });

  describe('cache', () => {
    it('remembers a key for 60 s and no longer, where another process destroyed it', async () => {
      const other = await openKeyring();
      await keyring.create({ name: 'message:1', until });
      await other.shred(['message:1']);
      clock.advance(59_999);
      expect(names(await keyring.find(['message:1']))).toEqual(['message:1']);
      clock.advance(2);
      expect(names(await keyring.find(['message:1']))).toEqual([]);
    });

    it('hands out copies: what a caller holds outlives shred and close', async () => {
      const key = await keyring.create({ name: 'message:1', until });
      const before = Buffer.from(key);
      await keyring.shred(['message:1']);
      keyring.close();
      expect(key).toEqual(before);
    });
  });

  describe('contents', () => {
    it('gives a content key through a holder, to this process and to another', async () => {
      const content = keyring.draw();
      await keyring.create({ name: 'message:1', until, contents: [{ content: 'c1', key: content }] });
      for (const one of [keyring, await openKeyring()]) {
        expect(await one.contentKey('message:1', 'c1')).toEqual(content);
        expect(await one.contentKey('message:1', 'c2')).toBeUndefined();
        expect(await one.contentKey('message:2', 'c1')).toBeUndefined();
      }
    });

    it('adds the contents that the holder lacks and keeps the ones it has', async () => {
      const [first, second] = [keyring.draw(), keyring.draw()];
      const other = await openKeyring();
      await keyring.create({ name: 'message:1', until, contents: [{ content: 'c1', key: first }] });
      await other.create({
        name: 'message:1',
        until,
        contents: [
          { content: 'c1', key: second },
          { content: 'c2', key: second },
        ],
      });
      for (const one of [keyring, other]) {
        expect(await one.contentKey('message:1', 'c1')).toEqual(first);
        expect(await one.contentKey('message:1', 'c2')).toEqual(second);
      }
    });

    it('is orphaned when the last of its holders goes, not before', async () => {
      const contents = [{ content: 'c1', key: keyring.draw() }];
      await keyring.create({ name: 'message:1', until, contents });
      await keyring.create({ name: 'message:2', until, contents });
      expect(await keyring.shred(['message:1'])).toEqual({ orphans: [] });
      expect(await keyring.contentKey('message:2', 'c1')).toEqual(contents[0]!.key);
      expect(await keyring.shred(['message:2'])).toEqual({ orphans: ['c1'] });
      expect(await keyring.unreferenced(['c1', 'c2'])).toEqual(['c1', 'c2']);
    });

    it('is orphaned when its last holder lets go of it; the holder keeps its key and its other contents', async () => {
      const [first, second] = [keyring.draw(), keyring.draw()];
      const contents = [
        { content: 'c1', key: first },
        { content: 'c2', key: second },
      ];
      const key = await keyring.create({ name: 'draft:1', until, contents });
      await keyring.create({ name: 'message:1', until, contents: [{ content: 'c2', key: second }] });
      expect(await keyring.release('draft:1', ['c1', 'c2', 'none'])).toEqual(['c1', 'none']);
      expect(await keyring.contentKey('draft:1', 'c1')).toBeUndefined();
      expect(await keyring.contentKey('message:1', 'c2')).toEqual(second);
      expect((await keyring.find(['draft:1'])).get('draft:1')).toEqual(key);
      expect((await recordOf('draft:1'))?.contents).toEqual([]);
      expect(await keyring.release('draft:none', ['c1'])).toEqual(['c1']);
    });

    it('refuses a reference through a holder that has gone, and takes it back', async () => {
      const contents = [{ content: 'c1', key: keyring.draw() }];
      await keyring.create({ name: 'message:1', until, contents });
      await (await openKeyring()).shred(['message:1']);
      const forward = contents.map((one) => ({ ...one, through: 'message:1' }));
      await expect(keyring.create({ name: 'message:2', until, contents: forward })).rejects.toThrow(
        KeyDestroyed,
      );
      expect(await keyring.unreferenced(['c1'])).toEqual(['c1']);
      expect(await keyring.contentKey('message:2', 'c1')).toBeUndefined();
    });

    it('keeps a reference of an earlier try, whatever has become of the holder since', async () => {
      const contents = [{ content: 'c1', key: keyring.draw() }];
      await keyring.create({ name: 'upload:1', until, contents });
      const taken = contents.map((one) => ({ ...one, through: 'upload:1' }));
      await keyring.create({ name: 'message:1', until, contents: taken });
      await keyring.shred(['upload:1']);
      await keyring.create({ name: 'message:1', until, contents: taken });
      expect(await keyring.contentKey('message:1', 'c1')).toEqual(contents[0]!.key);
    });

    it('takes a reference through a holder that is there', async () => {
      const contents = [{ content: 'c1', key: keyring.draw() }];
      await keyring.create({ name: 'message:1', until, contents });
      const forward = contents.map((one) => ({ ...one, through: 'message:1' }));
      await keyring.create({ name: 'message:2', until, contents: forward });
      expect(await keyring.shred(['message:1'])).toEqual({ orphans: [] });
    });
  });

  describe('destruction', () => {
    it('shreds 1,200 keys at once and leaves the others', async () => {
      const many = Array.from({ length: 1200 }, (_, index) => `message:${index}`);
      await Promise.all(many.map((name) => keyring.create({ name, until })));
      await keyring.shred(many.slice(1));
      expect(names(await keyring.find(many))).toEqual(['message:0']);
      expect(names(await (await openKeyring()).find(many))).toEqual(['message:0']);
    });

    it('with the key of a day ends every copy of what it wraps, and nothing of later days', async () => {
      await keyring.create({ name: 'message:1', until });
      await keyring.create({ name: 'message:2', until: later });
      await keyring.create({ name: 'mailbox:1' });
      const records = keyRecords(databases.database('content'));
      const backup = await records.findOne({ _id: 'message:1' });
      expect(await keyring.shredDaysBefore(until)).toBe(0);
      expect(await keyring.shredDaysBefore(new Date(until.getTime() + 86_400_000))).toBe(1);
      expect(names(await keyring.find(['message:1', 'message:2', 'mailbox:1']))).toEqual([
        'mailbox:1',
        'message:2',
      ]);
      await records.bulkWrite([{ insertOne: { document: backup! } }]);
      expect(names(await (await openKeyring()).find(['message:1']))).toEqual([]);
    });
  });

  describe('keyedHash', () => {
    it('is the same for every process and another for each purpose and value', async () => {
      const other = await openKeyring();
      const [first, second] = await Promise.all([
        keyring.keyedHash('address', 'a'),
        other.keyedHash('address', 'a'),
      ]);
      expect(first).toMatch(/^[0-9a-f]{64}$/);
      expect(second).toBe(first);
      expect(await keyring.keyedHash('identity', 'a')).not.toBe(first);
      expect(await keyring.keyedHash('address', 'b')).not.toBe(first);
    });
  });
}
