import { pause } from '../concurrency/waiting.js';
import { isDuplicate } from '../documents/is-duplicate.js';
import { type LeaseDeps, type LeaseRecord } from './lease.js';

interface Seen {
  readonly token: number;
  readonly beat: number;
  readonly at: number;
}

/** Who wants the lease, and the document as it is made where there is none. */
export interface LeaseWanted<R extends LeaseRecord> {
  readonly owner: string;
  readonly initial: R;
}

/**
 * Waits for a lease. That an owner is dead is told by a beat that stands still for as long as a lease lasts, on our
 * own clock: the clocks of two machines are never compared.
 *
 * @returns the document as it was taken; undefined when the signal came first
 */
export async function acquireLease<R extends LeaseRecord>(
  deps: LeaseDeps<R>,
  wanted: LeaseWanted<R>,
  signal: AbortSignal,
): Promise<R | undefined> {
  let seen: Seen | undefined;
  while (!signal.aborted) {
    const record = await existing(deps, wanted.initial);
    if (isFree(deps, record, wanted.owner, seen)) {
      const taken = await take(deps, record, wanted.owner);
      if (taken !== undefined) return taken;
    }
    const same = seen?.token === record.token && seen.beat === record.beat;
    if (!same) seen = { token: record.token, beat: record.beat, at: deps.clock.now().getTime() };
    await pause(deps.settings.contendMs, signal);
  }
  return undefined;
}

function isFree<R extends LeaseRecord>(
  deps: LeaseDeps<R>,
  record: R,
  owner: string,
  seen: Seen | undefined,
): boolean {
  if (deps.exclusive || record.owner === null || record.owner === owner) return true;
  if (seen?.token !== record.token || seen.beat !== record.beat) return false;
  return deps.clock.now().getTime() - seen.at >= deps.settings.leaseMs;
}

async function take<R extends LeaseRecord>(
  deps: LeaseDeps<R>,
  record: R,
  owner: string,
): Promise<R | undefined> {
  const { _id, token } = record;
  const { matchedCount } = await deps.records.bulkWrite([
    { updateOne: { filter: { _id, token }, update: { $set: { owner, token: token + 1 } } } },
  ]);
  if (matchedCount !== 1) return undefined;
  // What the owner of before still wrote between our reading and our taking counts.
  return (await deps.records.findOne({ _id, owner, token: token + 1 })) ?? undefined;
}

async function existing<R extends LeaseRecord>(deps: LeaseDeps<R>, initial: R): Promise<R> {
  const found = await deps.records.findOne({ _id: initial._id });
  if (found !== null) return found;
  try {
    await deps.records.bulkWrite([{ insertOne: { document: initial } }]);
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    return existing(deps, initial);
  }
  return initial;
}
