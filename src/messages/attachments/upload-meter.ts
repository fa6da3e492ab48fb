export interface UploadToMeasure {
  /** What the total is of: a composition, a mailbox. */
  readonly of: string;
  /** The upload's own id. */
  readonly id: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** Bytes of the uploads that are there already, but for these. */
  readonly stored: (except: ReadonlySet<string>) => Promise<number>;
}

/** Of one total, while any upload of it is going on. */
interface Running {
  /** Bytes that have passed, by upload. */
  readonly inFlight: Map<string, number>;
  /** Bytes of those that have ended, whatever became of them. */
  ended: number;
  /** How often one has begun or ended. */
  changes: number;
}

/** What was stored, and what of the running total it does not have. */
interface Asked {
  readonly stored: number;
  readonly ended: number;
  readonly changes: number;
}

/**
 * A total of uploads, of one composition or one mailbox, counted while they stream: uploads that run at once in this
 * process share it. Those of other processes are counted once they are stored.
 *
 * What is stored is asked as an upload begins, and again before it is refused: what was sent or removed meanwhile
 * has made room. What ends between two questions counts until the next, so that never too much is let in.
 */
export class UploadMeter {
  private readonly running = new Map<string, Running>();

  /** @param exceeded the error where more than `maxBytes` come together */
  constructor(
    private readonly maxBytes: number,
    private readonly exceeded: () => Error,
  ) {}

  /**
   * Counts what passes until `store` ends; what is refused or cut short is given back at once.
   *
   * @param store stores what it is given; the stream throws `exceeded` at the piece that passes the total
   */
  async measured<T>(
    upload: UploadToMeasure,
    store: (source: AsyncIterable<Uint8Array>) => Promise<T>,
  ): Promise<T> {
    const { of, id } = upload;
    const total = this.running.get(of) ?? { inFlight: new Map<string, number>(), ended: 0, changes: 0 };
    this.running.set(of, total);
    total.inFlight.set(id, 0);
    total.changes += 1;
    try {
      return await store(this.counted(total, upload));
    } finally {
      total.ended += total.inFlight.get(id) ?? 0;
      total.inFlight.delete(id);
      total.changes += 1;
      if (total.inFlight.size === 0) this.running.delete(of);
    }
  }

  private async *counted(
    total: Running,
    { id, source, stored }: UploadToMeasure,
  ): AsyncGenerator<Uint8Array, void, undefined> {
    let asked = await ask(total, stored);
    let whole = false;
    try {
      for await (const piece of source) {
        if (!this.fits(total, asked, piece.length))
          asked = await this.askedUntilItFits(total, { id, stored }, piece.length);
        passed(total, id, piece.length);
        yield piece;
      }
      whole = true;
    } finally {
      if (!whole) givenBack(total, id);
    }
  }

  private fits(total: Running, asked: Asked, bytes: number): boolean {
    let sum = asked.stored + (total.ended - asked.ended) + bytes;
    for (const passing of total.inFlight.values()) sum += passing;
    return sum <= this.maxBytes;
  }

  /** An answer counts twice what began and was stored while it was on its way: only one without is a refusal. */
  private async askedUntilItFits(
    total: Running,
    { id, stored }: Pick<UploadToMeasure, 'id' | 'stored'>,
    bytes: number,
  ): Promise<Asked> {
    for (;;) {
      const asked = await ask(total, stored);
      if (this.fits(total, asked, bytes)) return asked;
      if (asked.changes !== total.changes) continue;
      // Before anybody else looks: one that waits for the same room goes on.
      givenBack(total, id);
      throw this.exceeded();
    }
  }
}

async function ask(total: Running, stored: UploadToMeasure['stored']): Promise<Asked> {
  const { ended, changes } = total;
  return { stored: await stored(new Set(total.inFlight.keys())), ended, changes };
}

/** Of an upload that is over nothing counts, though its source may give some more. */
function passed(total: Running, id: string, bytes: number): void {
  const before = total.inFlight.get(id);
  if (before !== undefined) total.inFlight.set(id, before + bytes);
}

function givenBack(total: Running, id: string): void {
  if (total.inFlight.has(id)) total.inFlight.set(id, 0);
}
