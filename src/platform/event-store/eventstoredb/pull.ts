import { type Readable } from 'node:stream';
import { NoAnswer } from './failure.js';

/**
 * Takes what a readable of the client holds, and waits when it holds nothing. Iterating it would not do: the client
 * emits errors without ending its streams, and gives its reads no deadline.
 *
 * What is not taken stays in the readable, whose high-water mark holds the server back.
 */
export class Pull<T> {
  private failure: { readonly error: unknown } | undefined;
  private ended = false;
  private wake: () => void = () => undefined;
  private readonly onReadable = (): void => this.wake();

  constructor(
    private readonly readable: Readable,
    private readonly cancel: () => Promise<void>,
  ) {
    // Listeners that stay: an error that comes when nobody waits any more must not end the process.
    readable.on('error', (error: unknown) => this.over({ error }));
    readable.on('end', () => this.over());
    readable.on('close', () => this.over());
    readable.on('readable', this.onReadable);
  }

  /**
   * What has come, in order, `most` at most, once anything has; nothing where the stream has ended, or the signal
   * aborted.
   *
   * @param milliseconds how long it waits at most; for ever where undefined
   * @throws NoAnswer when that was not long enough, or what the stream failed with, once all before it was taken
   */
  async next(most: number, milliseconds?: number, signal?: AbortSignal): Promise<T[]> {
    for (let late = false; ; late = await this.sleep(milliseconds, signal)) {
      if (signal?.aborted === true) return [];
      const taken = this.take(most);
      if (taken.length > 0) return taken;
      if (this.failure !== undefined) throw this.failure.error;
      if (this.ended) return [];
      if (late) throw new NoAnswer();
    }
  }

  /** Ends the call. Nothing is taken after it. */
  stop(): void {
    void this.cancel().catch(() => undefined);
    // What still comes flows away: a call whose last messages nobody reads never ends, and is kept by the client.
    this.readable.off('readable', this.onReadable);
    this.readable.resume();
  }

  private take(most: number): T[] {
    const taken: T[] = [];
    while (taken.length < most) {
      const next = this.readable.read() as T | null;
      if (next === null) break;
      taken.push(next);
    }
    return taken;
  }

  private over(failure?: { readonly error: unknown }): void {
    this.failure ??= failure;
    this.ended = true;
    this.wake();
  }

  /** True where the time was up before anything else woke it. */
  private sleep(milliseconds: number | undefined, signal?: AbortSignal): Promise<boolean> {
    return new Promise((resolve) => {
      const timer = milliseconds === undefined ? undefined : setTimeout(() => done(true), milliseconds);
      const woken = (): void => done(false);
      const done = (late: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', woken);
        this.wake = () => undefined;
        resolve(late);
      };
      this.wake = woken;
      signal?.addEventListener('abort', woken);
    });
  }
}
