import { ContentTooLarge } from '../../platform/content/content.errors.js';

interface Running {
  bytes: number;
  active: number;
  readonly before: Promise<number>;
}

/**
 * The total of what is uploaded for one composition, counted while it streams: uploads that run at once in this
 * process share it. Those of other processes are counted when the message is sent.
 */
export class CompositionMeter {
  private readonly running = new Map<string, Running>();

  constructor(private readonly maxBytes: number) {}

  /**
   * @param stored bytes of the uploads that are there already
   * @throws ContentTooLarge out of the answered stream, as soon as the total is passed
   */
  async *measured(
    composition: string,
    stored: () => Promise<number>,
    source: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const total = this.running.get(composition) ?? { bytes: 0, active: 0, before: stored() };
    this.running.set(composition, total);
    total.active += 1;
    let own = 0;
    let whole = false;
    try {
      const before = await total.before;
      for await (const piece of source) {
        own += piece.length;
        total.bytes += piece.length;
        if (before + total.bytes > this.maxBytes) throw new ContentTooLarge(this.maxBytes);
        yield piece;
      }
      whole = true;
    } finally {
      if (!whole) total.bytes -= own;
      total.active -= 1;
      if (total.active === 0) this.running.delete(composition);
    }
  }
}
