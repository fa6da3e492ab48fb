import { type RecordedEvent } from '../../../src/contracts/events/event-definition.js';
import { type AnyEvent } from '../../../src/contracts/events/registry.js';
import { type Body, type DocumentRef, type ProjectedDocument, type Projection } from '../projection.js';

export type Recorded = RecordedEvent<AnyEvent>;

/** A document as it is stored: what `evolve` answered, and what the engine adds. */
export type StoredDocument = ProjectedDocument & Body;

/** One document that a batch touches, with the events that touch it in log order. */
export interface Touched {
  readonly ref: DocumentRef;
  readonly events: Recorded[];
}

/** Collection → document id → what touches it. */
export type BatchPlan = ReadonlyMap<string, ReadonlyMap<string, Touched>>;

export interface EventWeight {
  events: number;
  /** That these events touch, each counted once for each event. */
  documents: number;
}

export interface PlannedBatch {
  readonly plan: BatchPlan;
  /** How many of the events it holds: the first ones. */
  readonly taken: number;
  /** By event type. */
  readonly weights: ReadonlyMap<string, EventWeight>;
}

/** `touches` or `evolve` threw: the event is poison for this projection. Never carries what was thrown. */
export class UnprojectableEvent extends Error {
  constructor(
    readonly recorded: Recorded,
    /** `touches` or `evolve`. */
    readonly category: string,
  ) {
    super(`event at ${recorded.stream}@${recorded.revision} cannot be projected (${category})`);
    this.name = 'UnprojectableEvent';
  }
}

/**
 * Sorts a batch by the documents that it touches.
 *
 * @param limit of touched documents; the batch ends before the event that would go beyond, but holds one at least
 * @throws UnprojectableEvent
 */
export function planBatch(
  projection: Projection,
  events: readonly Recorded[],
  limit = Infinity,
): PlannedBatch {
  const plan = new Map<string, Map<string, Touched>>();
  const weights = new Map<string, EventWeight>();
  let taken = 0;
  let documents = 0;
  for (const event of events) {
    const refs = touchesOf(projection, event);
    documents += refs.length;
    if (taken > 0 && documents > limit) break;
    taken++;
    weigh(weights, event.event.type, refs.length);
    for (const ref of refs) touch(plan, ref, event);
  }
  return { plan, taken, weights };
}

function weigh(weights: Map<string, EventWeight>, type: string, documents: number): void {
  const weight = weights.get(type);
  if (weight === undefined) weights.set(type, { events: 1, documents });
  else {
    weight.events++;
    weight.documents += documents;
  }
}

function touch(plan: Map<string, Map<string, Touched>>, ref: DocumentRef, event: Recorded): void {
  let collection = plan.get(ref.collection);
  if (collection === undefined) {
    collection = new Map();
    plan.set(ref.collection, collection);
  }
  const touched = collection.get(ref.id);
  if (touched === undefined) collection.set(ref.id, { ref, events: [event] });
  else touched.events.push(event);
}

/** @throws UnprojectableEvent */
export function touchesOf(projection: Projection, event: Recorded): readonly DocumentRef[] {
  try {
    return projection.touches(event);
  } catch {
    throw new UnprojectableEvent(event, 'touches');
  }
}

/**
 * What a document becomes: events at or before its position are left out.
 *
 * @param goneAt ISO 8601, of the tombstone where the document ends
 * @returns undefined where nothing changes
 * @throws UnprojectableEvent
 */
export function foldDocument(
  projection: Projection,
  stored: StoredDocument | undefined,
  touched: Touched,
  goneAt: string,
): StoredDocument | undefined {
  const before = stored === undefined || stored.gone !== undefined ? null : bodyOf(stored);
  let body = before;
  let position = stored?.position ?? '';
  let changed = false;
  for (const event of touched.events) {
    if (event.position <= position) continue;
    const after = evolved(projection, body, event, touched.ref);
    if (after === body) continue;
    body = after;
    position = event.position;
    changed = true;
  }
  if (!changed) return undefined;
  const _id = touched.ref.id;
  // A document that came and went within the batch leaves its tombstone too: an older runner may still hold the event
  // that made it.
  return body === null ? { _id, position, gone: goneAt } : { ...body, _id, position };
}

function evolved(projection: Projection, body: Body | null, event: Recorded, ref: DocumentRef): Body | null {
  try {
    return projection.evolve(body, event, ref);
  } catch {
    throw new UnprojectableEvent(event, 'evolve');
  }
}

/** The projection as far as it removes documents. */
export function removalsOf(projection: Projection): Projection {
  return {
    ...projection,
    evolve: (document, event, ref) => (projection.evolve(document, event, ref) === null ? null : document),
  };
}

/** The document as `evolve` wrote it. */
export function bodyOf(stored: StoredDocument): Body {
  const { _id, position: _position, gone: _gone, ...body } = stored;
  return body;
}
