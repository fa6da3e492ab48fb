import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openTestDatabases } from '../../test/harness/test-databases.js';
import { BulkWriteFailed, DuplicateKey } from '../platform/documents/documents.errors.js';
import { type Databases, type Documents } from '../platform/documents/documents.js';
import { ManualClock } from '../platform/time/clock.js';
import { READING_MS, READINGS_OF_A_PERSON, Readings } from './readings.js';

const reading = (person: string, copy = 'm1', mailbox = 'a') => ({ mailbox, copy, person });

describe('who is reading a message (S13)', () => {
  let databases: Databases;
  let clock: ManualClock;
  let readings: Readings;

  beforeEach(async () => {
    databases = await openTestDatabases();
    clock = new ManualClock('2026-11-23T10:00:00.000Z');
    readings = new Readings(databases, clock);
    await readings.onModuleInit();
  });
  afterEach(() => databases.close());

  const documents = (): Documents => databases.database('sessions').collection('readings');
  const readers = async (copy = 'm1', mailbox = 'a') =>
    (await readings.of({ mailbox, copy })).map(({ person, since }) => `${person} ${since.slice(11, 19)}`);

  it('is told in the order in which they came, of that message and mailbox alone', async () => {
    await readings.say(reading('julie'));
    clock.advance(1_000);
    await readings.say(reading('antoine'));
    await readings.say(reading('claire', 'm2'));
    await readings.say(reading('rose', 'm1', 'b'));
    expect(await readers()).toEqual(['julie 10:00:00', 'antoine 10:00:01']);
  });

  it('lasts as long as it is said again, since the first time', async () => {
    await readings.say(reading('julie'));
    for (let n = 0; n < 3; n++) {
      clock.advance(READING_MS - 1);
      await readings.say(reading('julie'));
    }
    expect(await readers()).toEqual(['julie 10:00:00']);
    clock.advance(READING_MS);
    expect(await readers()).toEqual([]);
  });

  it('begins anew once it was over', async () => {
    await readings.say(reading('julie'));
    clock.advance(READING_MS);
    await readings.say(reading('julie'));
    expect(await readers()).toEqual(['julie 10:01:00']);
  });

  it('ends at once where they leave', async () => {
    await readings.say(reading('julie'));
    await readings.say(reading('antoine'));
    await readings.end(reading('julie'));
    expect(await readers()).toEqual(['antoine 10:00:00']);
  });

  it('leaves nothing behind: what is over goes with the next that is said, and every minute', async () => {
    await readings.say(reading('julie'));
    clock.advance(READING_MS);
    await readings.say(reading('antoine'));
    expect(await documents().countDocuments({})).toBe(1);
    clock.advance(READING_MS);
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    readings.onApplicationBootstrap();
    vi.advanceTimersByTime(60_000);
    readings.onModuleDestroy();
    vi.useRealTimers();
    await vi.waitFor(async () => expect(await documents().countDocuments({})).toBe(0));
  });

  it('is kept as ids and times, and nothing else', async () => {
    await readings.say(reading('julie'));
    expect(await documents().findOne({})).toEqual({
      _id: 'a/m1/julie',
      ...reading('julie'),
      since: '2026-11-23T10:00:00.000Z',
      until: '2026-11-23T10:01:00.000Z',
    });
  });

  it('is of so many messages at once for a person; those that are over make room', async () => {
    for (let n = 0; n < READINGS_OF_A_PERSON; n++) await readings.say(reading('julie', `m${n}`));
    await expect(readings.say(reading('julie', 'more'))).rejects.toMatchObject({ status: 429 });
    await readings.say(reading('julie', 'm0'));
    await readings.say(reading('antoine', 'more'));
    clock.advance(READING_MS);
    await readings.say(reading('julie', 'more'));
    expect(await readers('more')).toEqual(['julie 10:01:00']);
  });

  it('is said all the same where another process has begun it in the same instant', async () => {
    const collection = documents();
    const failures = [{ index: 1, error: new DuplicateKey('readings', '_id') }];
    let refused = false;
    const racing = {
      database: () => ({
        collection: () => ({
          ...bound(collection),
          bulkWrite: async (...args: Parameters<Documents['bulkWrite']>) => {
            if (refused) return collection.bulkWrite(...args);
            refused = true;
            throw new BulkWriteFailed('readings', failures);
          },
        }),
      }),
    } as unknown as Databases;
    await new Readings(racing, clock).say(reading('julie'));
    expect([refused, await readers()]).toEqual([true, ['julie 10:00:00']]);
  });
});

const bound = (documents: Documents) => ({
  countDocuments: documents.countDocuments.bind(documents),
  find: documents.find.bind(documents),
});
