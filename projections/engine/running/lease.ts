import {
  Lease as PlatformLease,
  type LeaseDeps as PlatformLeaseDeps,
} from '../../../src/platform/leases/lease.js';
import { type GenerationRecord, type ParkedStream } from '../records/generation-record.js';

export { LeaseLost } from '../../../src/platform/leases/lease.js';
export type LeaseDeps = PlatformLeaseDeps<GenerationRecord>;

export interface Progress {
  readonly position: string;
  readonly applied: string | null;
  readonly caughtUp: boolean;
  readonly lagSeconds: number;
}

/** The right to fill a generation, and how far it is. */
export class Lease extends PlatformLease<GenerationRecord> {
  get generation(): string {
    return this.record._id;
  }

  get position(): string | null {
    return this.record.position;
  }

  get applied(): string | null {
    return this.record.applied;
  }

  get caughtUp(): boolean {
    return this.record.caughtUp;
  }

  get lagSeconds(): number {
    return this.record.lagSeconds;
  }

  get parked(): readonly ParkedStream[] {
    return this.record.parked;
  }

  /** @throws LeaseLost */
  async beat(state: Partial<Progress> = {}): Promise<void> {
    await this.set(state);
  }

  /** @throws LeaseLost */
  async checkpoint(progress: Progress): Promise<void> {
    await this.set({ ...progress }, { position: this.record.position });
  }

  /** Durable before anything is written without these events. @throws LeaseLost */
  async setParked(parked: readonly ParkedStream[]): Promise<void> {
    await this.set({ parked });
  }
}
