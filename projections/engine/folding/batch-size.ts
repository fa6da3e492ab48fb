import { type EngineSettings } from '../engine-settings.js';

const SMALLEST = 10;

/** How many events are folded at once: fewer while a batch takes long, more again when it is quick. */
export class BatchSize {
  private size: number;

  constructor(private readonly settings: Pick<EngineSettings, 'batchSize' | 'batchMs'>) {
    this.size = settings.batchSize;
  }

  *slices<T>(items: readonly T[]): Generator<readonly T[]> {
    for (let start = 0; start < items.length;) {
      const slice = start === 0 && items.length <= this.size ? items : items.slice(start, start + this.size);
      yield slice;
      start += slice.length;
    }
  }

  async timed(work: () => Promise<void>): Promise<void> {
    const startedAt = performance.now();
    await work();
    const took = performance.now() - startedAt;
    if (took > this.settings.batchMs) this.size = Math.max(SMALLEST, Math.floor(this.size / 2));
    else if (took < this.settings.batchMs / 4) this.size = Math.min(this.settings.batchSize, this.size * 2);
  }
}
