import { type DocumentStore } from '../../src/platform/documents/documents.js';
import { type LogFollower } from '../../src/platform/subscriptions/log-follower.js';
import { type EngineMetrics } from './engine-metrics.js';
import { type EngineSettings } from './engine-settings.js';
import { type Projection } from './projection.js';

/** Lines for operators: names of projections, positions, categories; never content. */
export interface EngineLog {
  log(message: string): void;
  warn(message: string): void;
  error(message: string): void;
}

export interface EngineDeps extends LogFollower {
  readonly projections: readonly Projection[];
  /** The database `read-models`. */
  readonly store: DocumentStore;
  readonly settings: EngineSettings;
  readonly metrics: EngineMetrics;
  readonly log: EngineLog;
}
