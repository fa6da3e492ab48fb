import { beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabases } from '../../../test/harness/test-databases.js';
import { type DocumentStore } from '../documents/documents.js';
import { SeededRandomness } from '../randomness/randomness.js';
import { ManualClock } from '../time/clock.js';
import { AppendOutcomeUnknown } from '../event-store/event-store.errors.js';
import { IdempotencyConflict, IdempotencyInProgress } from './idempotency.errors.js';
import { IdempotencyStore, operationOf, type StoredAnswer } from './idempotency.js';

const scope = { person: 'p1', mailbox: 'm1', route: 'POST /mailboxes/:m/messages', key: 'k1' };
const answer = (id: string): StoredAnswer => ({ id });

let documents: DocumentStore;
let clock: ManualClock;
let runs: number;
let first: IdempotencyStore;
let second: IdempotencyStore;

/** As another process would have it: the same database, nothing else in common. */
const open = (name: string) =>
  new IdempotencyStore({
    documents,
    clock,
    randomness: new SeededRandomness(name),
    sleep: async (milliseconds) => {
      clock.advance(milliseconds);
      await new Promise(setImmediate);
    },
  });
const run = async () => {
  await new Promise(setImmediate);
  runs += 1;
  return answer(`id${runs}`);
};

beforeEach(async () => {
  documents = (await openTestDatabases()).database('idempotency');
  clock = new ManualClock('2026-11-23T10:00:00.000Z');
  runs = 0;
  [first, second] = [open('first'), open('second')];
  await first.open();
});

describe('the same idempotency key', () => {
  it('with the same body answers the same, once', async () => {
    const given = await first.once(scope, 'body', run);
    expect([await first.once(scope, 'body', run), await second.once(scope, 'body', run)]).toEqual([
      given,
      given,
    ]);
    expect(runs).toBe(1);
  });

  it('with another body is refused: IdempotencyConflict', async () => {
    await first.once(scope, 'body', run);
    await expect(second.once(scope, 'another', run)).rejects.toThrow(IdempotencyConflict);
    expect(runs).toBe(1);
  });

  it('of two processes at once runs in one, and both answer', async () => {
    const calls = Array.from({ length: 20 }, (_, i) =>
      (i % 2 === 0 ? first : second).once(scope, 'body', run),
    );
    expect(new Set((await Promise.all(calls)).map(({ id }) => id))).toEqual(new Set(['id1']));
    expect(runs).toBe(1);
  });

  it.each([
    { ...scope, person: 'p2' },
    { ...scope, mailbox: 'm2' },
    { ...scope, route: 'POST /mailboxes/:m/folders' },
    { ...scope, key: 'k2' },
  ])('elsewhere is another key (%#)', async (elsewhere) => {
    await first.once(scope, 'body', run);
    await first.once(elsewhere, 'another', run);
    expect(runs).toBe(2);
    expect(operationOf(elsewhere, 'body')).not.toBe(operationOf(scope, 'body'));
  });

  it('may be used again after a refusal', async () => {
    const refused = first.once(scope, 'body', () => Promise.reject(new Error('refused')));
    await expect(refused).rejects.toThrow('refused');
    expect(await second.once(scope, 'corrected', run)).toEqual(answer('id1'));
  });

  it('with another body is another operation: it never finds what the first one wrote', () => {
    expect(operationOf(scope, 'another')).not.toBe(operationOf(scope, 'body'));
  });

  it('of an unknown outcome stays bound to its body, which may be sent again at once', async () => {
    const lost = first.once(scope, 'body', () => Promise.reject(new AppendOutcomeUnknown('message-1')));
    await expect(lost).rejects.toThrow(AppendOutcomeUnknown);
    await expect(second.once(scope, 'another', run)).rejects.toThrow(IdempotencyConflict);
    clock.advance(60_000);
    await expect(second.once(scope, 'another', run)).rejects.toThrow(IdempotencyConflict);
    expect(await second.once(scope, 'body', run)).toEqual(answer('id1'));
  });

  it('is forgotten after a day', async () => {
    await first.once(scope, 'body', run);
    clock.advance(24 * 3_600_000 - 1);
    expect(await first.purge()).toBe(0);
    await first.once(scope, 'body', run);
    clock.advance(1);
    await first.once(scope, 'another', run);
    expect(runs).toBe(2);
    clock.advance(24 * 3_600_000);
    expect(await first.purge()).toBe(1);
  });
});

describe('a call that never ended', () => {
  it('is taken over after 5 s, by one', async () => {
    void first.once(scope, 'body', () => new Promise(() => undefined));
    await new Promise(setImmediate);
    const started = clock.now().getTime();
    const calls = [second, open('third')].map((store) => store.once(scope, 'body', run));
    expect((await Promise.all(calls)).map(({ id }) => id)).toEqual(['id1', 'id1']);
    expect(clock.now().getTime() - started).toBeGreaterThanOrEqual(5_000);
  });

  it('is not answered yet; once it is, nothing would run any more, for a day', async () => {
    await first.once(scope, 'body', async () => {
      expect(await second.isAnswered(scope)).toBe(false);
      return { id: 'x' };
    });
    expect(await second.isAnswered(scope)).toBe(true);
    clock.advance(24 * 3_600_000);
    expect(await second.isAnswered(scope)).toBe(false);
  });

  it('is not taken over by another body', async () => {
    void first.once(scope, 'body', () => new Promise(() => undefined));
    await new Promise(setImmediate);
    clock.advance(60_000);
    await expect(second.once(scope, 'another', run)).rejects.toThrow(IdempotencyConflict);
  });

  it('that somebody else is at keeps the caller waiting for 8 s at most: IdempotencyInProgress', async () => {
    const still = new IdempotencyStore({
      documents,
      clock,
      randomness: new SeededRandomness('still'),
      sleep: () => new Promise(setImmediate),
    });
    void first.once(scope, 'body', () => new Promise(() => undefined));
    await new Promise(setImmediate);
    await expect(still.once(scope, 'body', run)).rejects.toThrow(IdempotencyInProgress);
    expect(runs).toBe(0);
  });
});

it('the record tells nothing of what was asked', async () => {
  await first.once(scope, 'a hash of the body', run);
  const records = JSON.stringify(await documents.collection('claims').find({}).toArray());
  for (const told of ['a hash of the body', 'p1', 'm1', 'k1']) expect(records).not.toContain(`"${told}"`);
});
