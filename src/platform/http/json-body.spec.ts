import { PassThrough } from 'node:stream';
import { type Request } from 'express';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BODY_IDLE_MS, readBytes } from './json-body.js';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function body() {
  const stream = new PassThrough();
  return { stream, request: Object.assign(stream, { headers: {} }) as unknown as Request };
}

async function come(stream: PassThrough, afterMs: number): Promise<void> {
  vi.advanceTimersByTime(afterMs);
  stream.write('x');
  await new Promise((resolve) => setImmediate(resolve));
}

it('reads a body that comes slowly', async () => {
  const { stream, request } = body();
  const read = readBytes(request, 100);
  for (let n = 0; n < 5; n++) await come(stream, BODY_IDLE_MS - 1);
  stream.end();
  expect((await read).toString()).toBe('xxxxx');
  expect(vi.getTimerCount()).toBe(0);
});

it('gives up a body of which nothing comes any more: 408', async () => {
  const { stream, request } = body();
  const read = expect(readBytes(request, 100)).rejects.toMatchObject({ status: 408, code: 'too-slow' });
  await come(stream, BODY_IDLE_MS - 1);
  vi.advanceTimersByTime(BODY_IDLE_MS);
  await read;
});

it('gives up a body that comes byte by byte for ever', async () => {
  const { stream, request } = body();
  const read = expect(readBytes(request, 100)).rejects.toMatchObject({ status: 408 });
  for (let n = 0; n < 11; n++) await come(stream, BODY_IDLE_MS - 1);
  await read;
});
