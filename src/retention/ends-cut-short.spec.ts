import { Logger } from '@nestjs/common';
import { expect, it } from 'vitest';
import { type DraftEnd } from '../drafts/index.js';
import { type MessageEnd } from '../messages/index.js';
import { SystemRandomness } from '../platform/randomness/randomness.js';
import { type ReadModels } from '../platform/read-models/read-models.js';
import { ManualClock } from '../platform/time/clock.js';
import { EndsCutShort } from './ends-cut-short.js';

Logger.overrideLogger(false);

const MOST = 500;

/** Messages whose end was cut short, the oldest first; those that fail stay. */
function endsOf(count: number, fails: (index: number) => boolean) {
  let rows = Array.from({ length: count }, (_, index) => ({ index, _id: `m${index}` }));
  const find = (_filter: object, { skip, limit }: { readonly skip: number; readonly limit: number }) => ({
    toArray: () => Promise.resolve(rows.slice(skip, skip + limit)),
  });
  const none = { find: () => ({ toArray: () => Promise.resolve([]) }) };
  const carryOut = (_context: object, message: string) => {
    const done = rows.find(({ _id }) => _id === message);
    if (done === undefined || fails(done.index)) return Promise.reject(new Error('can never be ended'));
    rows = rows.filter((row) => row !== done);
    return Promise.resolve(0);
  };
  const ends = new EndsCutShort(
    {
      collection: (_projection: string, name: string) => Promise.resolve(name === 'due' ? { find } : none),
    } as unknown as ReadModels,
    new ManualClock('2026-11-23T10:00:00.000Z'),
    new SystemRandomness(),
    { carryOut } as unknown as MessageEnd,
    { carryOut: () => Promise.resolve(0) } as unknown as DraftEnd,
  );
  return { finish: () => ends.finish(new AbortController().signal), left: () => rows.length };
}

it('that can never be finished keep no other from it, however many and old they are (R1)', async () => {
  const { finish, left } = endsOf(2 * MOST + 10, (index) => index < 2 * MOST);
  const rounds: number[] = [];
  for (let round = 0; round < 3; round++) {
    await finish();
    rounds.push(left());
  }
  expect(rounds).toEqual([2 * MOST + 10, 2 * MOST + 10, 2 * MOST]);
});

it('that failed are tried again once all had their turn (R1)', async () => {
  let outage = true;
  const { finish, left } = endsOf(MOST + 10, () => outage);
  await finish();
  await finish();
  expect(left()).toBe(MOST + 10);
  outage = false;
  await finish();
  await finish();
  expect(left()).toBe(0);
});
