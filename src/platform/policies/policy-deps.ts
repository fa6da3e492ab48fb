import { type DocumentStore } from '../documents/documents.js';
import { type EventCodec } from '../events/event-codec.js';
import { type EventStore } from '../event-store/event-store.js';
import { type Clock } from '../time/clock.js';
import { type PolicyMetrics } from './policy-metrics.js';
import { type PolicySettings } from './policy-settings.js';

/** Lines for operators: names of policies, positions, categories; never content. */
export interface PolicyLog {
  log(message: string): void;
  warn(message: string): void;
}

export interface PolicyDeps {
  readonly events: EventStore;
  readonly codec: EventCodec;
  /** The database `policies`. */
  readonly store: DocumentStore;
  /** The machine's own clock, without the service's offset: leases are about machines. */
  readonly clock: Clock;
  /** The clock of the events' `recordedAt`: an embedded event store writes the service's own. */
  readonly logClock: Clock;
  /** Unlike that of any other process. */
  readonly owner: string;
  /** This process holds `DATA_DIR`: leases are taken over at once, and need no beat. */
  readonly exclusive: boolean;
  readonly settings: PolicySettings;
  readonly metrics: PolicyMetrics;
  readonly log: PolicyLog;
  /** Ends the process. */
  readonly exit: () => void;
}
