import { type DocumentStore } from '../documents/documents.js';
import { type LogFollower } from '../subscriptions/log-follower.js';
import { type PolicyMetrics } from './policy-metrics.js';
import { type PolicySettings } from './policy-settings.js';

/** Lines for operators: names of policies, positions, categories; never content. */
export interface PolicyLog {
  log(message: string): void;
  warn(message: string): void;
}

export interface PolicyDeps extends LogFollower {
  /** The database `policies`. */
  readonly store: DocumentStore;
  readonly settings: PolicySettings;
  readonly metrics: PolicyMetrics;
  readonly log: PolicyLog;
}
