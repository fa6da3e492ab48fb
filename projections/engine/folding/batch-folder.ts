import { type StoredEvent } from '../../../src/platform/event-store/event-store.js';
import { UndecodableEvent } from '../../../src/platform/events/event-codec.js';
import { collectionsOf, type Generation } from '../records/generation.js';
import { DocumentWriter } from './document-writer.js';
import { type EngineDeps } from '../engine-deps.js';
import { planBatch, type Recorded, removalsOf, UnprojectableEvent } from './fold.js';
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
  private readonly remover: DocumentWriter;

  constructor(
    private readonly deps: EngineDeps,
    private readonly generation: Generation,
  ) {
    const { projection } = generation;
    const writing = {
      projection,
      collections: collectionsOf(deps.store, generation),
      clock: deps.clock,
      deadlineMs: deps.settings.deadlineMs,
    };
    this.writer = new DocumentWriter(writing);
    this.remover = new DocumentWriter({ ...writing, projection: removalsOf(projection) });
  }

  /** Folds the events in order. Repeating it, whole or in part, changes nothing. */
  async fold(stored: readonly StoredEvent[], options: FoldingOptions): Promise<void> {
    const decoded = await this.decoded(stored, options);
    let events = decoded.filter((event) => !isParked(event, options.parked));
    while (events.length > 0) {
      try {
        events = await this.foldSome(events, options.guard);
      } catch (error) {
        if (!(error instanceof UnprojectableEvent)) throw error;
        await park(poisonOf(error), options);
        events = events.filter((event) => !isParked(event, options.parked));
      }
    }
    await this.foldEnds(
      decoded.filter((event) => isParked(event, options.parked)),
      options.guard,
    );
  }

  private async decoded(stored: readonly StoredEvent[], options: FoldingOptions): Promise<Recorded[]> {
    const { deadlineMs } = this.deps.settings;
    const decoded = await within(deadlineMs, 'decoding of events', this.deps.codec.decode(stored));
    const events: Recorded[] = [];
    for (const one of decoded) {
      // The codec answers events of the registry alone.
      if (!(one instanceof UndecodableEvent)) events.push(one as Recorded);
      else if (!isParked(one.stored, options.parked)) await park(poisonOf(one), options);
    }
    return events;
  }

  /** Of streams that wait: what must be gone all the same. */
  private async foldEnds(waiting: readonly Recorded[], guard: () => Promise<void>): Promise<void> {
    const { projection } = this.generation;
    for (const event of waiting.filter((one) => projection.ends?.(one) ?? false)) {
      try {
        await this.remover.apply(planBatch(projection, [event]).plan, guard);
      } catch (error) {
        // It is parked already, and told.
        if (!(error instanceof UnprojectableEvent)) throw error;
      }
    }
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
