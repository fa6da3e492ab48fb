import { type CommandOutcome } from '../../src/platform/management/command-line.js';
import { type ProjectionEngine, UnknownProjection } from '../engine/engine.js';
import { type ProjectionStatus } from '../engine/records/projection-status.js';

/** A rebuild of some millions of events ends within this; after it the command answers, and the rebuild goes on. */
const PATIENCE_MS = 30 * 60_000;

/** `projections status`: a line for each projection, and one for each stream that waits. */
export async function status(engine: Pick<ProjectionEngine, 'status'>): Promise<CommandOutcome> {
  const projections = await engine.status();
  return { exitCode: 0, lines: projections.flatMap(linesOf) };
}

/** `projections rebuild NAME`: answers when the new generation has taken over, or the rebuild has stopped. */
export async function rebuild(
  engine: Pick<ProjectionEngine, 'requestRebuild' | 'untilDone'>,
  name: string | undefined,
  patienceMs = PATIENCE_MS,
): Promise<CommandOutcome> {
  return forProjection(name, async (projection) => {
    const generation = await engine.requestRebuild(projection);
    return rebuilt(engine, projection, generation, patienceMs);
  });
}

type Replaying = Pick<ProjectionEngine, 'requestReplay' | 'untilDone' | 'status'>;

/** `projections replay-parked [NAME]`: of one projection, or of each that has parked something. */
export async function replayParked(
  engine: Replaying,
  name: string | undefined,
  patienceMs = PATIENCE_MS,
): Promise<CommandOutcome> {
  if (name !== undefined) return replayOne(engine, name, patienceMs);
  const waiting = (await engine.status()).filter(({ parked }) => parked.length > 0);
  if (waiting.length === 0) return { exitCode: 0, lines: ['nothing is parked'] };
  const outcomes: CommandOutcome[] = [];
  for (const projection of waiting) outcomes.push(await replayOne(engine, projection.name, patienceMs));
  return {
    exitCode: Math.max(...outcomes.map(({ exitCode }) => exitCode)),
    lines: outcomes.flatMap(({ lines }) => lines),
  };
}

/** Stream by stream, or by a rebuild. */
function replayOne(engine: Replaying, name: string, patienceMs: number): Promise<CommandOutcome> {
  return forProjection(name, async (projection) => {
    const generation = await engine.requestReplay(projection);
    if (generation !== undefined) return rebuilt(engine, projection, generation, patienceMs);
    const record = await engine.untilDone(projection, AbortSignal.timeout(patienceMs));
    if (record.replay)
      return { exitCode: 1, lines: [`${projection}: the replay has not been carried out yet`] };
    const parked = (await engine.status()).find((one) => one.name === projection)?.parked ?? [];
    return {
      exitCode: parked.length === 0 ? 0 : 1,
      lines: [`${projection}: ${parked.length} streams parked`],
    };
  });
}

async function rebuilt(
  engine: Pick<ProjectionEngine, 'untilDone'>,
  name: string,
  generation: number,
  patienceMs: number,
): Promise<CommandOutcome> {
  const record = await engine.untilDone(name, AbortSignal.timeout(patienceMs));
  if (record.live.generation >= generation) {
    const { compared = null, different = 0 } = record.lastRebuild ?? {};
    const comparison =
      compared === null ? 'not compared' : `${compared} documents compared, ${different} differ`;
    return { exitCode: 0, lines: [`${name}: generation ${record.live.generation} answers (${comparison})`] };
  }
  const stopped = record.next?.stopped;
  const why = stopped ? `stopped at ${stopped.position} (${stopped.category})` : 'goes on';
  return { exitCode: 1, lines: [`${name}: the rebuild of generation ${generation} ${why}`] };
}

async function forProjection(
  name: string | undefined,
  command: (name: string) => Promise<CommandOutcome>,
): Promise<CommandOutcome> {
  if (name === undefined) return { exitCode: 2, lines: ['which projection?'] };
  try {
    return await command(name);
  } catch (error) {
    if (!(error instanceof UnknownProjection)) throw error;
    return { exitCode: 2, lines: [error.message] };
  }
}

function linesOf(status: ProjectionStatus): string[] {
  const { name, version, generation, state, checkpoint, lagSeconds, parked, rebuild: next } = status;
  const parts = [
    name,
    `version ${version}`,
    `generation ${generation}`,
    state,
    `at ${checkpoint ?? 'the start'}`,
    `${lagSeconds.toFixed(1)} s behind`,
    `${parked.length} parked`,
  ];
  if (next !== null) parts.push(`generation ${next.generation} at ${next.checkpoint ?? 'the start'}`);
  const waiting = parked.map((one) => `  ${one.stream} waits at ${one.position} (${one.category})`);
  const stop = next?.stopped
    ? [`  the rebuild stopped at ${next.stopped.position} (${next.stopped.category})`]
    : [];
  return [parts.join(', '), ...stop, ...waiting];
}
