import { type BatchFolder } from '../folding/batch-folder.js';
import { type Lease } from './lease.js';
import { type Poison } from '../folding/poison.js';

/** What differs between a runner that keeps the live generation up to date and one that fills the next. */
export interface RunnerRole {
  /** For logs and status: `live` or `rebuild`. */
  readonly name: string;
  /** Once the lease is held and each time the runner is interrupted, before the log is followed (on). */
  begin(lease: Lease, folder: BatchFolder): Promise<void>;
  /** Durable before it answers; what it throws ends the batch before anything is written without the event. */
  poison(lease: Lease, poison: Poison): Promise<void>;
  /** After each item of the subscription. @returns true where the runner's work is done */
  settled(lease: Lease, caughtUp: boolean): Promise<boolean>;
}

/** Thrown by a role: the runner ends, and is not started again by itself. */
export class RunnerEnded extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'RunnerEnded';
  }
}
