import { type StoredEvent } from '../event-store/event-store.js';
import { Answering } from './answering.js';
import { categoryOf } from './failure.js';
import { type Policy } from './policy.js';
import { type PolicyDeps } from './policy-deps.js';
import { type ParkedEvent, PolicyRecords } from './policy-records.js';
import { PolicyRunner } from './policy-runner.js';

/** For operators. */
export interface PolicyStatus {
  readonly name: string;
  /** Every event up to here is answered or parked; null at the start of the log. */
  readonly checkpoint: string | null;
  readonly caughtUp: boolean;
  /** As its runner told last. */
  readonly lagSeconds: number;
  readonly parked: readonly ParkedEvent[];
}

export class UnknownPolicy extends Error {
  constructor(name: string) {
    super(`there is no policy ${name}`);
    this.name = 'UnknownPolicy';
  }
}

/**
 * Runs policies: each a subscription with a checkpoint of its own, by one process at a time. Delivery is at least
 * once; that a thing is done once follows from the ids of `PolicyContext`.
 */
export class PolicyEngine {
  private readonly records: PolicyRecords;
  private readonly stopping = new AbortController();
  private running: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly deps: PolicyDeps,
    private readonly policies: () => readonly Policy[],
  ) {
    this.records = new PolicyRecords(deps.store);
  }

  start(): void {
    const runners = this.policies().map((policy) => new PolicyRunner(this.deps, policy));
    this.running = Promise.all(runners.map((runner) => runner.run(this.stopping.signal)));
  }

  /** Answers in hand are finished, and counted; then the leases are free. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.running;
  }

  status(): Promise<PolicyStatus[]> {
    return Promise.all(
      this.policies().map(async ({ name }) => {
        const [record, parked] = await Promise.all([
          this.records.records.findOne({ _id: name }),
          this.records.parkedOf(name),
        ]);
        const { position = null, caughtUp = false, lagSeconds = 0 } = record ?? {};
        return { name, checkpoint: position, caughtUp, lagSeconds, parked };
      }),
    );
  }

  /**
   * Answers what is parked, once each, in log order; what fails again stays. May be asked of any process, and while
   * another runs the policy.
   *
   * @returns what is still parked
   * @throws UnknownPolicy
   */
  async retryParked(name: string): Promise<readonly ParkedEvent[]> {
    const policy = this.policies().find((one) => one.name === name);
    if (policy === undefined) throw new UnknownPolicy(name);
    const answering = new Answering(this.deps, policy, this.records);
    for (const parked of await this.records.parkedOf(name)) await this.retry(answering, parked);
    const left = await this.records.parkedOf(name);
    this.deps.metrics.setParked(name, left.length);
    return left;
  }

  private async retry(answering: Answering, parked: ParkedEvent): Promise<void> {
    try {
      const stored = await this.read(parked);
      if (stored !== undefined) await answering.answerParked(stored, this.stopping.signal);
      await this.records.unpark(parked);
    } catch (error) {
      this.deps.log.warn(`${parked.policy}: ${parked.position} stays parked (${categoryOf(error)})`);
    }
  }

  private async read({ stream, revision }: ParkedEvent): Promise<StoredEvent | undefined> {
    for await (const stored of this.deps.events.read(stream, { from: revision, limit: 1 })) return stored;
    return undefined;
  }
}
