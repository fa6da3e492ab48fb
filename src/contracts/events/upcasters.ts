import { type JsonObject } from '../json.js';

/** An event of some version, as it was stored; `private` is null where there is none, or no more. */
export interface VersionedEvent {
  readonly type: string;
  readonly data: JsonObject;
  readonly private: JsonObject | null;
}

/** Brings an event of one version to the next. Pure; must cope with `private: null`. May give it its newer name. */
export interface Upcaster {
  readonly type: string;
  readonly fromVersion: number;
  readonly upcast: (event: VersionedEvent) => VersionedEvent;
}

/**
 * Every upcaster there is, run at the read edge: what is stored is never rewritten. When a schema changes, raise
 * the definition's version, add the upcaster from the version before, and a fixture of the new one
 * (`test/fixtures/events`).
 */
export const upcasters: readonly Upcaster[] = [];
