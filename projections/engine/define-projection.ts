import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type IndexSpec } from '../../src/platform/documents/documents.js';
import { type Evolve, handlerOf, type Handlers } from './handlers.js';
import { type Body, type DocumentRef, type Projection } from './projection.js';

export interface CollectionDefinition {
  readonly indexes: readonly IndexSpec[];
  readonly evolve: (document: Body | null, event: RecordedEvent<AnyEvent>, id: string) => Body | null;
}

/** A collection of documents of one shape, from a handler for each event type that changes one. */
export function defineCollection<Doc extends Body>(
  indexes: readonly IndexSpec[],
  evolve: Evolve<Doc>,
): CollectionDefinition {
  return {
    indexes,
    evolve: (document, event, id) => {
      const handler = handlerOf(evolve, event);
      // The documents of a collection are what its own handlers answered.
      return handler === undefined ? document : handler(event, document as Doc | null, id);
    },
  };
}

export interface ProjectionDefinition extends Omit<Projection, 'collections' | 'touches' | 'evolve'> {
  readonly touches: Handlers<readonly [], readonly DocumentRef[]>;
  readonly collections: Readonly<Record<string, CollectionDefinition>>;
}

const nothing: readonly DocumentRef[] = [];

export function defineProjection(definition: ProjectionDefinition): Projection {
  const { collections, touches, ...rest } = definition;
  return {
    ...rest,
    collections: Object.fromEntries(
      Object.entries(collections).map(([name, { indexes }]) => [name, indexes] as const),
    ),
    touches: (event) => handlerOf(touches, event)?.(event) ?? nothing,
    evolve: (document, event, ref) => {
      const collection = collections[ref.collection];
      if (collection === undefined) throw new Error(`no collection ${ref.collection} in ${rest.name}`);
      return collection.evolve(document, event, ref.id);
    },
  };
}
