import { type DocumentStore } from '../../src/platform/documents/documents.js';
import { type EventStore } from '../../src/platform/event-store/event-store.js';
import { type EventCodec } from '../../src/platform/events/event-codec.js';
import { type Clock } from '../../src/platform/time/clock.js';
import { type EngineMetrics } from './engine-metrics.js';
import { type EngineSettings } from './engine-settings.js';
import { type Projection } from './projection.js';

/** Lines for operators: names of projections, positions, categories; never content. */
export interface EngineLog {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface EngineDeps {
  readonly projections: readonly Projection[];
  readonly events: EventStore;
  readonly codec: EventCodec;
  /** The database `read-models`. */
  readonly store: DocumentStore;
  /**
   * The machine's own clock, without the service's offset: leases and tombstones are about machines.
   */
  readonly clock: Clock;
  /** The clock of the events' `recordedAt`: an embedded event store writes the service's own. */
  readonly logClock: Clock;
  /** Unlike that of any other process. */
  readonly owner: string;
  /** This process holds `DATA_DIR`: nobody else can fill a read model, and leases are taken over at once. */
  readonly exclusive: boolean;
  readonly settings: EngineSettings;
  readonly metrics: EngineMetrics;
  readonly log: EngineLog;
  /** Ends the process. */
  readonly exit: () => void;
}
