import { type IndexSpec, type Sort } from './documents.js';

/** An index as an engine knows it. */
export interface ExistingIndex {
  readonly name: string;
  readonly key: Sort;
  readonly unique: boolean;
  readonly sparse: boolean;
}

export interface IndexChanges {
  /** Names. */
  readonly drop: readonly string[];
  readonly create: readonly IndexSpec[];
}

/** What `createIndexes` has to do: the same for every engine. An index of another name with the same key goes. */
export function indexChanges(existing: readonly ExistingIndex[], wanted: readonly IndexSpec[]): IndexChanges {
  const create = wanted.filter(
    (spec) => !existing.some((index) => index.name === spec.name && same(index, spec)),
  );
  const drop = existing.filter((index) =>
    create.some((spec) => spec.name === index.name || keyOf(spec) === keyOf(index)),
  );
  return { drop: drop.map((index) => index.name), create };
}

const keyOf = (index: { readonly key: Sort }): string => JSON.stringify(Object.entries(index.key));

function same(index: ExistingIndex, spec: IndexSpec): boolean {
  return (
    keyOf(index) === keyOf(spec) &&
    index.unique === (spec.unique ?? false) &&
    index.sparse === (spec.sparse ?? false)
  );
}
