import { afterEach, beforeEach, expect, it } from 'vitest';
import { gathered, piecesOf } from '../../../test/harness/byte-sources.js';
import { UploadMeter } from './upload-meter.js';

const exceeded = () => new Error('too much');
const none = () => Promise.resolve(0);
const unhandled: unknown[] = [];
const take = (reason: unknown) => unhandled.push(reason);

beforeEach(() => {
  unhandled.length = 0;
  process.on('unhandledRejection', take);
});
afterEach(() => process.off('unhandledRejection', take));

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('takes what fits to the byte, and stops one byte beyond (D1)', async () => {
  const meter = new UploadMeter(10, exceeded);
  const store = (bytes: number) =>
    meter.measured('one', () => Promise.resolve(4), piecesOf(Buffer.alloc(bytes), 2), gathered);
  expect(await store(6)).toHaveLength(6);
  await expect(store(7)).rejects.toThrow('too much');
});

it('counts uploads that run at once together (D1)', async () => {
  const meter = new UploadMeter(10, exceeded);
  const stores = [6, 6].map((bytes) =>
    meter.measured('one', none, piecesOf(Buffer.alloc(bytes), 1), gathered),
  );
  const ends = await Promise.allSettled(stores);
  expect(ends.map(({ status }) => status)).toContain('rejected');
});

it('tells who counts that the stored bytes cannot be known, and nobody else', async () => {
  const meter = new UploadMeter(10, exceeded);
  const outage = () => Promise.reject(new Error('an outage'));
  const stored = meter.measured('one', outage, piecesOf(Buffer.alloc(1), 1), async (source) => {
    await nextTurn();
    return gathered(source);
  });
  await expect(stored).rejects.toThrow('an outage');
  expect(unhandled).toEqual([]);
});
