import { expect, it } from 'vitest';
import { mapBounded } from './map-bounded.js';

it('runs no more at once than it may, and answers in the order of the items', async () => {
  let running = 0;
  let most = 0;
  const results = await mapBounded([3, 1, 2, 0, 4], 2, async (item) => {
    most = Math.max(most, ++running);
    for (let turn = 0; turn < item; turn++) await Promise.resolve();
    running -= 1;
    return item * 10;
  });
  expect(results).toEqual([30, 10, 20, 0, 40]);
  expect(most).toBe(2);
});

it('fails with the first failure, and begins little more', async () => {
  const begun: number[] = [];
  const run = mapBounded([0, 1, 2, 3, 4, 5], 1, async (item) => {
    begun.push(item);
    if (item === 1) throw new Error('one failed');
  });
  await expect(run).rejects.toThrow('one failed');
  expect(begun).toEqual([0, 1]);
});

it('begins with no other item after a failure, whoever was at work', async () => {
  const begun: number[] = [];
  const run = mapBounded([0, 1, 2, 3, 4, 5], 2, async (item) => {
    begun.push(item);
    await Promise.resolve();
    if (item === 0) throw new Error('one failed');
  });
  await expect(run).rejects.toThrow('one failed');
  await new Promise((resolve) => setImmediate(resolve));
  expect(begun).toEqual([0, 1]);
});

it('tells of the failure once what was in hand has ended', async () => {
  let ended = false;
  const run = mapBounded(['fails', 'takes its time'], 2, async (item) => {
    if (item === 'fails') throw new Error('one failed');
    await new Promise((resolve) => setImmediate(resolve));
    ended = true;
  });
  await expect(run).rejects.toThrow('one failed');
  expect(ended).toBe(true);
});
