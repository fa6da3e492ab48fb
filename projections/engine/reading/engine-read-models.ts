import { type Documents } from '../../../src/platform/documents/documents.js';
import {
  type After,
  type ProjectedDocument,
  type ReadModels,
} from '../../../src/platform/read-models/read-models.js';
import { type EngineDeps } from '../engine-deps.js';
import { generationRecords } from '../records/generation-record.js';
import { collectionName, generationId } from '../records/generation.js';
import { type LiveGenerations } from './live-generations.js';
import { LivingDocuments } from './living-documents.js';
import { type PositionBoard } from './position-board.js';
import { type Projection } from '../projection.js';
import { type ProjectionRecords } from '../records/projection-record.js';
import { foldedEverywhere } from './folded-everywhere.js';
import { within } from '../waiting.js';

/** While waiting, how long before it is asked again which generation is live. */
const NEWS_MS = 200;

export class EngineReadModels implements ReadModels {
  private polling = false;

  constructor(
    private readonly deps: EngineDeps & { readonly records: ProjectionRecords },
    private readonly live: LiveGenerations,
    private readonly board: PositionBoard,
  ) {}

  /** Of the generation that is live now: to be asked for by each query, not kept. */
  async collection<T extends object>(
    projection: string,
    name: string,
  ): Promise<Documents<T & ProjectedDocument>> {
    if (this.projection(projection).collections[name] === undefined) {
      throw new Error(`the projection ${projection} has no collection ${name}`);
    }
    const generation = await this.live.of(projection);
    return new LivingDocuments<T>(
      this.deps.store.collection<T & ProjectedDocument>(collectionName(projection, generation, name)),
    );
  }

  /**
   * Waits, 2 s at most, until the projections show this event.
   *
   * @returns false where they do not: also where there is no such event, or where its stream waits behind a poison
   *   event
   */
  async caughtUpWith(after: After, projections: readonly string[]): Promise<boolean> {
    const deadline = performance.now() + this.deps.settings.waitMs;
    const concerned = projections
      .map((name) => this.projection(name))
      .filter(({ prefixes }) => prefixes.some((prefix) => after.stream.startsWith(prefix)));
    if (concerned.length === 0) return true;
    try {
      const position = await within(
        this.deps.settings.waitMs,
        'look-up of a position',
        this.positionOf(after),
      );
      if (position === undefined) return false;
      const reached = await Promise.all(
        concerned.map(({ name }) => this.hasReached(name, after.stream, position, deadline)),
      );
      return reached.every(Boolean);
    } catch {
      // An outage must not keep a reader from what there is.
      return false;
    }
  }

  async foldedEverywhere(after: After): Promise<boolean> {
    const position = await this.positionOf(after);
    if (position === undefined) return false;
    const { store, records, projections } = this.deps;
    const concerned = projections.filter(({ prefixes }) =>
      prefixes.some((prefix) => after.stream.startsWith(prefix)),
    );
    return foldedEverywhere(store, records, concerned, position);
  }

  private async positionOf({ stream, revision }: After): Promise<string | undefined> {
    for await (const event of this.deps.events.read(stream, { from: revision, limit: 1 })) {
      // A server that does not tell it: the end of the log is beyond the event.
      return event.position === '' ? this.deps.events.head() : event.position;
    }
    return undefined;
  }

  private async hasReached(
    name: string,
    stream: string,
    position: string,
    deadline: number,
  ): Promise<boolean> {
    for (;;) {
      const id = generationId(name, await this.live.of(name));
      const reached = this.board.get(id);
      if (reached !== undefined && reached.position >= position) return !reached.parked.has(stream);
      const left = deadline - performance.now();
      if (left <= 0) return false;
      const news = this.board.news(id, Math.min(left, NEWS_MS));
      void this.poll();
      await news;
    }
  }

  /** One look-up for all who wait, while somebody waits for another process. */
  private async poll(): Promise<void> {
    if (this.polling) return;
    this.polling = true;
    const { store, settings } = this.deps;
    try {
      for (let ids = this.board.waitedForElsewhere(); ids.length > 0; ids = this.board.waitedForElsewhere()) {
        const found = await generationRecords(store)
          .find({ _id: { $in: ids } })
          .toArray();
        for (const { _id, position, applied, parked } of found) {
          const waiting = new Set(parked.map(({ stream }) => stream));
          this.board.advance(_id, { position: position ?? '', applied: applied ?? '', parked: waiting });
        }
        await new Promise((resolve) => setTimeout(resolve, settings.pollMs));
      }
    } catch {
      // Whoever still waits asks again.
    } finally {
      this.polling = false;
    }
  }

  private projection(name: string): Projection {
    const found = this.deps.projections.find((projection) => projection.name === name);
    if (found === undefined) throw new Error(`there is no projection ${name}`);
    return found;
  }
}
