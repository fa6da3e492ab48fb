import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type Body, type DocumentRef, type ProjectedDocument, type Projection } from './projection.js';

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
 * @throws UnprojectableEvent
 */
export function planBatch(projection: Projection, events: readonly Recorded[]): BatchPlan {
  const plan = new Map<string, Map<string, Touched>>();
  for (const event of events) {
    for (const ref of touchesOf(projection, event)) {
      const collection = plan.get(ref.collection) ?? new Map<string, Touched>();
      if (collection.size === 0) plan.set(ref.collection, collection);
      const touched = collection.get(ref.id);
      if (touched === undefined) collection.set(ref.id, { ref, events: [event] });
      else touched.events.push(event);
    }
  }
  return plan;
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

/** The document as `evolve` wrote it. */
export function bodyOf(stored: StoredDocument): Body {
  const { _id, position: _position, gone: _gone, ...body } = stored;
  return body;
}
