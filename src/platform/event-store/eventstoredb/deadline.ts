import { setTimeout as sleep } from 'node:timers/promises';
import { type Randomness } from '../../randomness/randomness.js';

/** How long one operation may still take, retries and all. Measured on the monotonic clock. */
export class Deadline {
  private readonly end: number;

  constructor(milliseconds: number) {
    this.end = performance.now() + milliseconds;
  }

  /** Milliseconds, never negative. */
  get remaining(): number {
    return Math.max(0, this.end - performance.now());
  }
}

const FIRST_MS = 25;
const LONGEST_MS = 2_000;

/** Pauses that double from 25 ms to 2 s, each drawn between its half and its whole so that clients spread out. */
export class Backoff {
  private ceiling = FIRST_MS;

  constructor(private readonly randomness: Randomness) {}

  /** The next pause, in milliseconds. */
  next(): number {
    const share = this.randomness.bytes(2).readUInt16BE(0) / 0xffff;
    const pause = (this.ceiling / 2) * (1 + share);
    this.ceiling = Math.min(LONGEST_MS, this.ceiling * 2);
    return pause;
  }

  reset(): void {
    this.ceiling = FIRST_MS;
  }
}

/** Waits, or returns at once when the signal aborts. */
export async function pause(milliseconds: number, signal?: AbortSignal): Promise<void> {
  await sleep(milliseconds, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
}
