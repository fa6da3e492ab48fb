import { newGenerationRecord, type GenerationRecord } from '../records/generation-record.js';
import { isDuplicate } from '../folding/is-duplicate.js';
import { Lease, type LeaseDeps } from './lease.js';
import { pause } from '../waiting.js';

interface Seen {
  readonly token: number;
  readonly beat: number;
  readonly at: number;
}

/**
 * Waits for the lease of a generation. That an owner is dead is told by a beat that stands still for as long as a
 * lease lasts, on our own clock: the clocks of two machines are never compared.
 *
 * @returns undefined when the signal came first
 */
export async function acquireLease(
  deps: LeaseDeps,
  generation: string,
  owner: string,
  signal: AbortSignal,
): Promise<Lease | undefined> {
  let seen: Seen | undefined;
  while (!signal.aborted) {
    const record = await existing(deps, generation);
    if (isFree(deps, record, owner, seen)) {
      const taken = await take(deps, record, owner);
      if (taken !== undefined) return taken;
    }
    const same = seen?.token === record.token && seen.beat === record.beat;
    if (!same) seen = { token: record.token, beat: record.beat, at: deps.clock.now().getTime() };
    await pause(deps.settings.contendMs, signal);
  }
  return undefined;
}

function isFree(deps: LeaseDeps, record: GenerationRecord, owner: string, seen: Seen | undefined): boolean {
  if (deps.exclusive || record.owner === null || record.owner === owner) return true;
  if (seen?.token !== record.token || seen.beat !== record.beat) return false;
  return deps.clock.now().getTime() - seen.at >= deps.settings.leaseMs;
}

async function take(deps: LeaseDeps, record: GenerationRecord, owner: string): Promise<Lease | undefined> {
  const { _id, token } = record;
  const { matchedCount } = await deps.records.bulkWrite([
    { updateOne: { filter: { _id, token }, update: { $set: { owner, token: token + 1 } } } },
  ]);
  if (matchedCount !== 1) return undefined;
  // What the owner of before still wrote between our reading and our taking counts.
  const now = await deps.records.findOne({ _id, owner, token: token + 1 });
  return now === null ? undefined : new Lease(deps, now);
}

async function existing(deps: LeaseDeps, generation: string): Promise<GenerationRecord> {
  const found = await deps.records.findOne({ _id: generation });
  if (found !== null) return found;
  const document = newGenerationRecord(generation);
  try {
    await deps.records.bulkWrite([{ insertOne: { document } }]);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return existing(deps, generation);
  }
  return document;
}
