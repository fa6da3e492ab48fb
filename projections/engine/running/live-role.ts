import { type BatchFolder } from '../folding/batch-folder.js';
import { type EngineDeps } from '../engine-deps.js';
import { type ParkedStream } from '../records/generation-record.js';
import { type Lease } from './lease.js';
import { type Poison } from '../folding/poison.js';
import { type Projection } from '../projection.js';
import { type ProjectionRecords } from '../records/projection-record.js';
import { type RunnerRole } from './runner-role.js';

class StillPoison extends Error {
  constructor(readonly poison: Poison) {
    super('still poison');
  }
}

/** Follows the log: a poison event makes its own stream wait, and no other. */
export class LiveRole implements RunnerRole {
  readonly name = 'live';
  private replayAsked = false;

  constructor(
    private readonly deps: EngineDeps,
    private readonly projection: Projection,
    private readonly records: ProjectionRecords,
  ) {}

  /** What waits is tried again at the next {@link begin}. */
  askReplay(): void {
    this.replayAsked = true;
  }

  async begin(lease: Lease, folder: BatchFolder): Promise<void> {
    this.deps.metrics.setParked(this.projection.name, lease.parked.length);
    if (!this.replayAsked) return;
    for (const parked of lease.parked) await this.replay(parked, lease, folder);
    await this.records.change(this.projection, (record) => (record.replay ? { replay: false } : undefined));
    this.replayAsked = false;
    this.deps.metrics.setParked(this.projection.name, lease.parked.length);
  }

  async poison(lease: Lease, poison: Poison): Promise<void> {
    const { settings, metrics, clock, log } = this.deps;
    if (lease.parked.length >= settings.parkedStreams) {
      throw new Error(`${settings.parkedStreams} streams are parked: something else is wrong`);
    }
    await lease.setParked([...lease.parked, { ...poison, at: clock.now().toISOString() }]);
    metrics.parked(this.projection.name, poison.category);
    metrics.setParked(this.projection.name, lease.parked.length);
    log.warn(`${this.projection.name}: parked the event at ${poison.position} (${poison.category})`);
  }

  async settled(): Promise<boolean> {
    return false;
  }

  /** The events that wait, up to where the projection is; those after come by the subscription. */
  private async replay(parked: ParkedStream, lease: Lease, folder: BatchFolder): Promise<void> {
    const others = lease.parked.filter(({ stream }) => stream !== parked.stream);
    try {
      for await (const event of this.deps.events.read(parked.stream, { from: parked.revision })) {
        if (event.position === '')
          throw new Error('this event store does not tell positions: rebuild instead');
        if (event.position > (lease.position ?? '')) break;
        await folder.fold([event], {
          parked: new Map(),
          guard: () => lease.guard(),
          poison: (poison) => Promise.reject(new StillPoison(poison)),
        });
      }
      await lease.setParked(others);
    } catch (error) {
      if (!(error instanceof StillPoison)) throw error;
      await lease.setParked([...others, { ...parked, ...error.poison }]);
    }
  }
}
