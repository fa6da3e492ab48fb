import { type StoredEvent } from '../../../src/platform/event-store/event-store.js';
import { UndecodableEvent } from '../../../src/platform/events/event-codec.js';
import { collectionsOf, type Generation } from '../records/generation.js';
import { DocumentWriter } from './document-writer.js';
import { type EngineDeps } from '../engine-deps.js';
import { planBatch, type Recorded, UnprojectableEvent } from './fold.js';
import { type Poison, poisonOf } from './poison.js';
import { within } from '../waiting.js';

export interface FoldingOptions {
  /** Streams that wait: their events from this revision on are left out. Grows with what `poison` parks. */
  readonly parked: Map<string, number>;
  /** Called before each write of documents; what it throws ends the batch. */
  readonly guard: () => Promise<void>;
  /** Called for each poison event before anything is written without it; what it throws ends the batch. */
  readonly poison: (poison: Poison) => Promise<void>;
}

/** Stored events into documents. */
export class BatchFolder {
  private readonly writer: DocumentWriter;

  constructor(
    private readonly deps: EngineDeps,
    private readonly generation: Generation,
  ) {
    this.writer = new DocumentWriter({
      projection: generation.projection,
      collections: collectionsOf(deps.store, generation),
      clock: deps.clock,
      deadlineMs: deps.settings.deadlineMs,
    });
  }

  /** Folds the events in order. Repeating it, whole or in part, changes nothing. */
  async fold(stored: readonly StoredEvent[], options: FoldingOptions): Promise<void> {
    let events = await this.decoded(stored, options);
    while (events.length > 0) {
      try {
        events = await this.foldSome(events, options.guard);
      } catch (error) {
        if (!(error instanceof UnprojectableEvent)) throw error;
        await park(poisonOf(error), options);
        events = events.filter((event) => !isParked(event, options.parked));
      }
    }
  }

  private async decoded(stored: readonly StoredEvent[], options: FoldingOptions): Promise<Recorded[]> {
    const { deadlineMs } = this.deps.settings;
    const decoded = await within(deadlineMs, 'decoding of events', this.deps.codec.decode(stored));
    const events: Recorded[] = [];
    for (const one of decoded) {
      const place = one instanceof UndecodableEvent ? one.stored : one;
      if (isParked(place, options.parked)) continue;
      if (one instanceof UndecodableEvent) await park(poisonOf(one), options);
      // The codec answers events of the registry alone.
      else events.push(one as Recorded);
    }
    return events;
  }

  /** @returns the events that are still to be folded */
  private async foldSome(events: readonly Recorded[], guard: () => Promise<void>): Promise<Recorded[]> {
    const { projection } = this.generation;
    const startedAt = performance.now();
    const batch = planBatch(projection, events, this.deps.settings.batchDocuments);
    await this.writer.apply(batch.plan, guard);
    this.deps.metrics.batch(projection.name, (performance.now() - startedAt) / 1000, batch.weights);
    return batch.taken === events.length ? [] : events.slice(batch.taken);
  }
}

function isParked(
  event: { readonly stream: string; readonly revision: number },
  parked: Map<string, number>,
) {
  const from = parked.get(event.stream);
  return from !== undefined && event.revision >= from;
}

async function park(poison: Poison, { parked, poison: report }: FoldingOptions): Promise<void> {
  await report(poison);
  parked.set(poison.stream, poison.revision);
}
