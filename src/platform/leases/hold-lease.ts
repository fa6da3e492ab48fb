import { pause } from '../concurrency/waiting.js';
import { acquireLease, type LeaseWanted } from './acquire-lease.js';
import { Lease, type LeaseDeps, LeaseLost, type LeaseRecord, type LeaseSettings } from './lease.js';

export interface HoldDeps<R extends LeaseRecord> extends LeaseDeps<R> {
  readonly settings: LeaseSettings & {
    /** Between two signs of life, in milliseconds. */
    readonly beatMs: number;
  };
}

export interface Held<R extends LeaseRecord> {
  readonly wanted: LeaseWanted<R>;
  /** What is written with each sign of life. */
  readonly state?: () => Partial<R>;
  /** @param held comes when the lease is lost too: nothing may be begun any more */
  readonly work: (lease: Lease<R>, held: AbortSignal) => Promise<void>;
}

/** Waits for a lease, keeps it while the work is done, and lets it go. Ends at once where the signal came first. */
export async function holdLease<R extends LeaseRecord>(
  deps: HoldDeps<R>,
  { wanted, state = () => ({}), work }: Held<R>,
  signal: AbortSignal,
): Promise<void> {
  const record = await acquireLease(deps, wanted, signal);
  if (record === undefined) return;
  const lease = new Lease(deps, record);
  const ending = new AbortController();
  const held = AbortSignal.any([signal, ending.signal]);
  const beating = deps.exclusive ? Promise.resolve() : beat(deps, { lease, state, ending }, held);
  try {
    await work(lease, held);
  } finally {
    ending.abort();
    await beating;
    await letGo(lease);
  }
}

/** Keeps the lease while the work takes its time; ends it where the lease is lost or cannot be kept. */
async function beat<R extends LeaseRecord>(
  { settings }: HoldDeps<R>,
  { lease, state, ending }: { lease: Lease<R>; state: () => Partial<R>; ending: AbortController },
  held: AbortSignal,
): Promise<void> {
  for (;;) {
    await pause(settings.beatMs, held);
    if (held.aborted) return;
    try {
      await lease.set(state());
    } catch (error) {
      if (error instanceof LeaseLost || lease.age > settings.leaseMs) ending.abort();
    }
  }
}

async function letGo<R extends LeaseRecord>(lease: Lease<R>): Promise<void> {
  try {
    await lease.release();
  } catch {
    // It ends by itself, or has ended.
  }
}
