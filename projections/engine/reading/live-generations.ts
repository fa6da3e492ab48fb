import { type Clock } from '../../../src/platform/time/clock.js';
import { type ProjectionRecord, type ProjectionRecords } from '../records/projection-record.js';

interface Known {
  readonly generation: number;
  readonly at: number;
}

/** Which generation of each projection answers, as this process knows it: for a second at most without looking. */
export class LiveGenerations {
  private readonly known = new Map<string, Known>();

  constructor(
    private readonly records: ProjectionRecords,
    private readonly clock: Clock,
    private readonly maxAgeMs: number,
  ) {}

  async of(projection: string): Promise<number> {
    const known = this.known.get(projection);
    const now = this.clock.now().getTime();
    if (known !== undefined && now - known.at < this.maxAgeMs && now >= known.at) return known.generation;
    const record = await this.records.find(projection);
    // Before its first start a projection has nothing: the first generation will be the one to answer.
    const generation = record?.live.generation ?? 1;
    this.known.set(projection, { generation, at: now });
    return generation;
  }

  /** A record that was read for another reason. */
  learn(record: ProjectionRecord): void {
    this.known.set(record._id, { generation: record.live.generation, at: this.clock.now().getTime() });
  }
}
