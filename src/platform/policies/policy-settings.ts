import { type LeaseSettings } from '../leases/lease.js';

/** How policies are run. Times in milliseconds; tests shorten them. */
export interface PolicySettings extends LeaseSettings {
  readonly beatMs: number;
  /** Events of one batch: what is answered before the checkpoint moves. */
  readonly batchSize: number;
  /** Where nothing was answered, the checkpoint moves no more often. */
  readonly lazyCheckpointMs: number;
  /** Of one answer. */
  readonly answerMs: number;
  /** Tries of one answer that fails though everything can be reached; then the event is parked. */
  readonly tries: number;
  readonly retryMs: number;
  readonly retryMaxMs: number;
  /** A policy that has parked as many stops: something else is wrong. */
  readonly parkedEvents: number;
}

export const defaultPolicySettings: PolicySettings = {
  deadlineMs: 30_000,
  leaseMs: 4_000,
  beatMs: 1_000,
  contendMs: 500,
  abandonMs: 3_600_000,
  batchSize: 100,
  lazyCheckpointMs: 5_000,
  answerMs: 60_000,
  tries: 5,
  retryMs: 100,
  retryMaxMs: 5_000,
  parkedEvents: 1_000,
};
