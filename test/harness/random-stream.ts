import { randomBytes } from 'node:crypto';

/** Bytes that are made as they are asked for. */
export function randomStream(size: number): ReadableStream<Uint8Array> {
  const block = randomBytes(64 * 1024);
  let left = size;
  return new ReadableStream({
    pull(controller) {
      const bytes = block.subarray(0, Math.min(left, block.length));
      left -= bytes.length;
      if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
      if (left === 0) controller.close();
    },
  });
}
