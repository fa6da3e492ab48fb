interface Running {
  bytes: number;
  active: number;
  readonly before: Promise<number>;
}

/**
 * A total of uploads, of one composition or one mailbox, counted while they stream: uploads that run at once in this
 * process share it. Those of other processes are counted once they are stored.
 */
export class UploadMeter {
  private readonly running = new Map<string, Running>();

  /** @param exceeded the error where more than `maxBytes` come together */
  constructor(
    private readonly maxBytes: number,
    private readonly exceeded: () => Error,
  ) {}

  /**
   * Counts what passes until `store` ends: bytes are in the total until they are stored, or known to be dropped.
   *
   * @param stored bytes of the uploads that are there already; asked once for uploads that overlap
   * @param store stores what it is given; the stream throws `exceeded` as soon as the total is passed
   */
  async measured<T>(
    of: string,
    stored: () => Promise<number>,
    source: AsyncIterable<Uint8Array>,
    store: (source: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    const total = this.running.get(of) ?? { bytes: 0, active: 0, before: heldBack(stored()) };
    this.running.set(of, total);
    total.active += 1;
    const own = { bytes: 0 };
    try {
      return await store(this.counted(total, own, source));
    } catch (error) {
      total.bytes -= own.bytes;
      throw error;
    } finally {
      total.active -= 1;
      if (total.active === 0) this.running.delete(of);
    }
  }

  private async *counted(
    total: Running,
    own: { bytes: number },
    source: AsyncIterable<Uint8Array>,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    const before = await total.before;
    for await (const piece of source) {
      own.bytes += piece.length;
      total.bytes += piece.length;
      if (before + total.bytes > this.maxBytes) throw this.exceeded();
      yield piece;
    }
  }
}

/** Asked before anybody waits for the answer: that it fails is told to who counts, and ends nothing else. */
function heldBack<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}
