import { acquireLease as acquire } from '../../../src/platform/leases/acquire-lease.js';
import { newGenerationRecord } from '../records/generation-record.js';
import { Lease, type LeaseDeps } from './lease.js';

/** Waits for the lease of a generation. @returns undefined when the signal came first */
export async function acquireLease(
  deps: LeaseDeps,
  generation: string,
  owner: string,
  signal: AbortSignal,
): Promise<Lease | undefined> {
  const record = await acquire(deps, { owner, initial: newGenerationRecord(generation) }, signal);
  return record && new Lease(deps, record);
}
