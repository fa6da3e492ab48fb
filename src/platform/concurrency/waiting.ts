import { setTimeout as sleep } from 'node:timers/promises';

/** Waits, or until the signal: whichever comes first. Never throws. */
export async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(milliseconds, undefined, { signal, ref: true });
  } catch {
    // The signal is what the caller looks at next.
  }
}

export class DeadlineExceeded extends Error {
  constructor(
    readonly operation: string,
    milliseconds: number,
  ) {
    super(`${operation} did not end within ${milliseconds} ms`);
    this.name = 'DeadlineExceeded';
  }
}

/**
 * @throws DeadlineExceeded The operation itself goes on, so what it writes must be harmless later: here every write
 *   is a compare-and-set.
 */
export async function within<T>(milliseconds: number, operation: string, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlineExceeded(operation, milliseconds)), milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
