import { type EngineDeps } from '../engine-deps.js';
import { collectionsOf, type Generation } from '../records/generation.js';
import { within } from '../waiting.js';

/** Removes tombstones that have stood their time: until then they keep a runner that slept from reviving a document. */
export class Tombstones {
  private purgedAt = 0;

  constructor(
    private readonly deps: EngineDeps,
    private readonly generation: Generation,
  ) {}

  /** Does something once an hour. */
  async purge(guard: () => Promise<void>): Promise<void> {
    const { clock, settings, store } = this.deps;
    const now = clock.now().getTime();
    if (now - this.purgedAt < settings.purgeEveryMs) return;
    const filter = { gone: { $lt: new Date(now - settings.tombstoneMs).toISOString() } };
    for (const collection of collectionsOf(store, this.generation).values()) {
      await guard();
      await within(
        settings.deadlineMs,
        'purge of tombstones',
        collection.bulkWrite([{ deleteMany: { filter } }]),
      );
    }
    this.purgedAt = now;
  }
}
