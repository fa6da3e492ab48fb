import { StreamBusy } from './commands.errors.js';

/** Runs what is asked for one key after the other, in the order asked; other keys do not wait. */
export class CommandQueue {
  private readonly tails = new Map<string, { last: Promise<unknown>; waiting: number }>();

  /** @param bound runs of one key that may wait or run at once */
  constructor(private readonly bound: number) {}

  /** @throws StreamBusy, and what `run` throws */
  async run<T>(key: string, run: () => Promise<T>): Promise<T> {
    const queue = this.tails.get(key) ?? { last: Promise.resolve(), waiting: 0 };
    if (queue.waiting >= this.bound) throw new StreamBusy(key);
    queue.waiting += 1;
    this.tails.set(key, queue);
    const turn = queue.last.then(run);
    queue.last = turn.catch(() => undefined);
    try {
      return await turn;
    } finally {
      queue.waiting -= 1;
      if (queue.waiting === 0) this.tails.delete(key);
    }
  }
}
