import { expect, it } from 'vitest';
import { gathered, piecesOf } from '../../../test/harness/byte-sources.js';
import { UploadMeter } from './upload-meter.js';

const exceeded = () => new Error('too much');

/** A meter of ten bytes with what is stored, as the collection of uploads has it. */
function meter() {
  const metered = new UploadMeter(10, exceeded);
  const stored = new Map<string, number>();
  const bytesBut = (except: ReadonlySet<string>) => {
    const counted = [...stored].filter(([id]) => !except.has(id));
    return Promise.resolve(counted.reduce((sum, [, bytes]) => sum + bytes, 0));
  };
  let ids = 0;
  /** @param asked what tells how much is stored, where not the collection */
  function upload(source: AsyncIterable<Uint8Array>, after = () => Promise.resolve(), asked = bytesBut) {
    ids += 1;
    const id = String(ids);
    return metered.measured({ of: 'one', id, source, stored: asked }, async (counted) => {
      const { length } = await gathered(counted);
      stored.set(id, length);
      await after();
      return length;
    });
  }
  return { stored, upload, of: (bytes: number) => upload(piecesOf(Buffer.alloc(bytes), 1)) };
}

/** A source that gives what it is told to, when it is told to. */
function slowly() {
  const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>(undefined, undefined, {
    highWaterMark: 100,
  });
  const writer = writable.getWriter();
  return {
    source: readable,
    give: (bytes: number) => writer.write(Buffer.alloc(bytes)),
    end: () => writer.close(),
  };
}

function later() {
  let resolve = () => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve: () => resolve() };
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve));

it('takes what fits to the byte, and stops one byte beyond (D1)', async () => {
  const { stored, of } = meter();
  stored.set('before', 4);
  await expect(of(7)).rejects.toThrow('too much');
  expect(await of(6)).toBe(6);
  await expect(of(1)).rejects.toThrow('too much');
});

it('counts uploads that run at once together: who passes the limit is refused, the others go on (D1)', async () => {
  const { stored, of } = meter();
  const ends = await Promise.allSettled([3, 3, 3, 3].map(of));
  expect(ends.map(({ status }) => status).sort()).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
  ]);
  expect([...stored.values()]).toEqual([3, 3, 3]);
});

it('gives back what is refused before its store has cleaned up (D1)', async () => {
  const metered = new UploadMeter(10, exceeded);
  const none = () => Promise.resolve(0);
  const cleaned = later();
  const refused = metered.measured(
    { of: 'one', id: 'a', source: piecesOf(Buffer.alloc(11), 1), stored: none },
    (source) => gathered(source).finally(() => cleaned.promise),
  );
  const gone = expect(refused).rejects.toThrow('too much');
  await nextTurn();
  const whole = { of: 'one', id: 'b', source: piecesOf(Buffer.alloc(10), 1), stored: none };
  expect(await metered.measured(whole, gathered)).toHaveLength(10);
  cleaned.resolve();
  await gone;
});

it('counts no more what was stored and then sent while another upload was going on (D1)', async () => {
  const { stored, upload, of } = meter();
  const slow = slowly();
  const going = upload(slow.source);
  await slow.give(1);
  for (let sent = 0; sent < 5; sent++) {
    expect(await of(9)).toBe(9);
    stored.clear();
  }
  await slow.give(9);
  await slow.end();
  expect(await going).toBe(10);
});

it('counts what was stored while an upload was going on (D1)', async () => {
  const { upload, of } = meter();
  const slow = slowly();
  const going = expect(upload(slow.source)).rejects.toThrow('too much');
  await slow.give(1);
  await nextTurn();
  expect(await of(9)).toBe(9);
  await slow.give(1);
  await slow.end();
  await going;
});

it('counts once what is stored already and has not ended yet (D1)', async () => {
  const { upload, of } = meter();
  const checked = later();
  const going = upload(piecesOf(Buffer.alloc(5), 1), () => checked.promise);
  await nextTurn();
  expect(await of(5)).toBe(5);
  await expect(of(1)).rejects.toThrow('too much');
  checked.resolve();
  expect(await going).toBe(5);
});

it('tells who counts that the stored bytes cannot be known, and nobody else', async () => {
  const { upload, of } = meter();
  const outage = () => Promise.reject(new Error('an outage'));
  const unknown = expect(
    upload(piecesOf(Buffer.alloc(9), 1), () => Promise.resolve(), outage),
  ).rejects.toThrow('an outage');
  expect(await of(10)).toBe(10);
  await unknown;
});
