import { type Documents } from '../../../src/platform/documents/documents.js';
import { type GenerationRecord, newGenerationRecord, type ParkedStream } from './generation-record.js';
import { generationId } from './generation.js';
import { type Projection } from '../projection.js';
import { type ProjectionRecord, type RebuildOutcome, type StoppedAt } from './projection-record.js';

export type ProjectionState =
  /** It has not started yet. */
  | 'new'
  /** It follows the log. */
  | 'live'
  | 'catching-up'
  /** The next generation is being filled; the live one answers. */
  | 'rebuilding'
  /** A rebuild met a poison event. */
  | 'rebuild-stopped'
  /** What answers was filled by a newer version of the service than this. */
  | 'newer-version';

export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  readonly state: ProjectionState;
  readonly generation: number;
  /** Position up to which the live generation has followed the log; null before the first event. */
  readonly checkpoint: string | null;
  readonly lagSeconds: number;
  readonly parked: readonly ParkedStream[];
  readonly rebuild: {
    readonly generation: number;
    readonly checkpoint: string | null;
    readonly stopped: StoppedAt | null;
  } | null;
  readonly lastRebuild: RebuildOutcome | null;
}

/** As the records tell, whichever process runs it. */
export async function projectionStatus(
  projection: Projection,
  record: ProjectionRecord | null,
  generations: Documents<GenerationRecord>,
): Promise<ProjectionStatus> {
  const { name, version } = projection;
  if (record === null) return notStarted(projection);
  const { live, next } = record;
  const ids = [live, ...(next === null ? [] : [next])].map((one) => generationId(name, one.generation));
  const found = await generations.find({ _id: { $in: ids } }).toArray();
  const filled = found.find(({ _id }) => _id === ids[0]) ?? newGenerationRecord('');
  const filling = found.find(({ _id }) => _id === ids[1]);
  return {
    name,
    version: live.version,
    state: stateOf(version, record, filled),
    generation: live.generation,
    checkpoint: filled.position,
    lagSeconds: filled.lagSeconds,
    parked: filled.parked,
    rebuild: next && {
      generation: next.generation,
      checkpoint: filling?.position ?? null,
      stopped: next.stopped,
    },
    lastRebuild: record.lastRebuild,
  };
}

function stateOf(version: number, record: ProjectionRecord, live: GenerationRecord): ProjectionState {
  if (record.next !== null) return record.next.stopped === null ? 'rebuilding' : 'rebuild-stopped';
  if (record.live.version > version) return 'newer-version';
  return live.caughtUp ? 'live' : 'catching-up';
}

const notStarted = ({ name, version }: Projection): ProjectionStatus => ({
  name,
  version,
  state: 'new',
  generation: 1,
  checkpoint: null,
  lagSeconds: 0,
  parked: [],
  rebuild: null,
  lastRebuild: null,
});
