import { compareGenerations, type Comparison } from './compare-generations.js';
import { generationRecords } from '../records/generation-record.js';
import { generationId, type Generation } from '../records/generation.js';
import { type Lease } from './lease.js';
import { type Poison } from '../folding/poison.js';
import { type ProjectionRecord, stopNext } from '../records/projection-record.js';
import { RunnerEnded, type RunnerRole } from './runner-role.js';
import { type SupervisorDeps } from './supervisor-deps.js';

/** The live generation runs on while the next one tries to stand exactly where it stands. */
const TRIES = 100;

/** Fills a generation beside the live one and lets it take over; stops on a poison event. */
export class RebuildRole implements RunnerRole {
  readonly name = 'rebuild';
  private caughtUp = false;
  private comparison: Comparison | undefined;
  private tries = 0;

  constructor(
    private readonly deps: SupervisorDeps,
    private readonly generation: Generation,
  ) {}

  async begin(): Promise<void> {
    // It knows nothing of the log yet.
  }

  async poison(_lease: Lease, poison: Poison): Promise<void> {
    const { projection } = this.generation;
    const at = this.deps.clock.now().toISOString();
    await this.deps.records.change(projection, (record) =>
      this.isMine(record) ? stopNext(record, record.next, poison, at) : undefined,
    );
    this.deps.metrics.parked(projection.name, poison.category);
    this.deps.log.error(`${projection.name}: the rebuild stopped at ${poison.position} (${poison.category})`);
    throw new RunnerEnded('a rebuild stops on a poison event');
  }

  async settled(lease: Lease, caughtUp: boolean): Promise<boolean> {
    this.caughtUp ||= caughtUp;
    if (!this.caughtUp) return false;
    const record = await this.deps.records.ensure(this.generation.projection);
    if (!this.isMine(record)) return true;
    const sameVersion = record.live.version === record.next.version;
    if (sameVersion && !(await this.isLevel(lease, record))) return false;
    await lease.beat();
    await this.takeOver();
    return true;
  }

  /** Where both are of one version nothing that a reader has seen may be gone after the change, for a moment even. */
  private async isLevel(lease: Lease, record: ProjectionRecord): Promise<boolean> {
    this.comparison ??= await compareGenerations(
      this.deps,
      this.generation,
      record.live.generation,
      lease.position ?? '',
    );
    const _id = generationId(this.generation.projection.name, record.live.generation);
    const live = await generationRecords(this.deps.store).findOne({ _id });
    const told = this.deps.board.get(_id)?.applied ?? '';
    const applied = live?.applied ?? '';
    return (told > applied ? told : applied) <= (lease.applied ?? '') || ++this.tries > TRIES;
  }

  private async takeOver(): Promise<void> {
    const { projection, number } = this.generation;
    const at = this.deps.clock.now().toISOString();
    const compared = this.comparison?.compared ?? null;
    const different = this.comparison?.different ?? 0;
    const changed = await this.deps.records.change(projection, (record) => {
      if (!this.isMine(record)) return undefined;
      return {
        live: { generation: number, version: projection.version },
        next: null,
        retired: [...record.retired, { generation: record.live.generation, at }],
        lastRebuild: { generation: number, at, compared, different },
      };
    });
    // Here at least, readers change over at once.
    this.deps.live.learn(changed);
    const result = compared === null ? 'not compared' : `${compared} documents compared, ${different} differ`;
    this.deps.log.log(`${projection.name}: generation ${number} took over (${result})`);
  }

  private isMine(
    record: ProjectionRecord,
  ): record is ProjectionRecord & { readonly next: NonNullable<ProjectionRecord['next']> } {
    return record.next?.generation === this.generation.number;
  }
}
