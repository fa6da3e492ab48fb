import { pause } from '../concurrency/waiting.js';
import { type Position, type StoredEvent, type SubscriptionItem } from '../event-store/event-store.js';
import { holdLease } from '../leases/hold-lease.js';
import { type Lease, LeaseLost } from '../leases/lease.js';
import { Progress } from '../subscriptions/progress.js';
import { Answering } from './answering.js';
import { categoryOf } from './failure.js';
import { type Policy } from './policy.js';
import { type PolicyDeps } from './policy-deps.js';
import { newPolicyRecord, type PolicyRecord, PolicyRecords } from './policy-records.js';

/** Follows the log for one policy, while it holds the lease; waits for the lease while another process does. */
export class PolicyRunner {
  private readonly records: PolicyRecords;
  private readonly answering: Answering;
  private readonly progress: Progress;
  /** How far it is beyond the checkpoint, where nothing was to be answered. */
  private passed: string | undefined;
  private checkpointedAt = 0;

  constructor(
    private readonly deps: PolicyDeps,
    private readonly policy: Policy,
  ) {
    this.records = new PolicyRecords(deps.store);
    this.answering = new Answering(deps, policy, this.records);
    this.progress = new Progress(deps.logClock);
  }

  /** Runs until the signal; answers in hand are finished. Never throws: an outage is tried again. */
  async run(signal: AbortSignal): Promise<void> {
    const { settings, metrics } = this.deps;
    metrics.watchLag(this.policy.name, () => this.progress.lagSeconds());
    let wait = settings.retryMs;
    while (!signal.aborted) {
      const startedAt = performance.now();
      try {
        await this.hold(signal);
      } catch (error) {
        this.report(error);
      }
      if (performance.now() - startedAt > settings.retryMaxMs) wait = settings.retryMs;
      await pause(wait, signal);
      wait = Math.min(wait * 2, settings.retryMaxMs);
    }
  }

  private report(error: unknown): void {
    if (error instanceof LeaseLost) {
      this.deps.log.log(error.message);
      return;
    }
    this.deps.metrics.retried(this.policy.name);
    this.deps.log.warn(`${this.policy.name}: begins again: ${categoryOf(error)}`);
  }

  private async hold(signal: AbortSignal): Promise<void> {
    const { deps, policy } = this;
    const wanted = { owner: `${deps.owner}/${policy.name}`, initial: newPolicyRecord(policy.name) };
    const leaseDeps = { ...deps, records: this.records.records };
    const state = () => this.progress.state();
    await holdLease(leaseDeps, { wanted, state, work: (lease, held) => this.runHeld(lease, held) }, signal);
  }

  private async runHeld(lease: Lease<PolicyRecord>, held: AbortSignal): Promise<void> {
    try {
      await this.begin(lease);
      await this.follow(lease, held);
      await this.checkpointPassed(lease);
      if (!held.aborted) throw new Error('the subscription ended by itself');
    } finally {
      this.progress.interrupted();
      this.passed = undefined;
    }
  }

  private async begin(lease: Lease<PolicyRecord>): Promise<void> {
    const { deps, policy } = this;
    await this.records.createIndexes();
    const parked = await this.records.countParked(policy.name, deps.settings.parkedEvents);
    deps.metrics.setParked(policy.name, parked);
    if (lease.record.begun) return;
    const position = policy.begins === 'now' ? ((await deps.events.head()) ?? null) : null;
    await lease.set({ begun: true, position });
  }

  private async follow(lease: Lease<PolicyRecord>, signal: AbortSignal): Promise<void> {
    const after = lease.record.position;
    const items = this.deps.events.subscribe({
      prefixes: this.policy.prefixes,
      signal,
      batchSize: this.deps.settings.batchSize,
      ...(after !== null && { after: after as Position }),
    });
    for await (const item of items) {
      await this.take(item, lease, signal);
      if (signal.aborted) return;
    }
  }

  private async take(item: SubscriptionItem, lease: Lease<PolicyRecord>, signal: AbortSignal): Promise<void> {
    if (item.kind === 'events') await this.takeEvents(item.events, lease, signal);
    else if (item.kind === 'caught-up') this.progress.reachedEnd();
    else this.passed = item.position;
    const isLate = performance.now() - this.checkpointedAt > this.deps.settings.lazyCheckpointMs;
    if (isLate) await this.checkpointPassed(lease);
  }

  private async takeEvents(
    events: readonly StoredEvent[],
    lease: Lease<PolicyRecord>,
    signal: AbortSignal,
  ): Promise<void> {
    const last = events.at(-1);
    if (last === undefined) return;
    const wanted = this.answering.wanted(events);
    if (wanted.length === 0) {
      this.passed = last.position;
      return;
    }
    this.progress.begins(wanted);
    const done = await this.answering.answer(wanted, { guard: () => lease.guard(), signal });
    // Events are answered side by side: what is behind the first without an answer is delivered again.
    const open = wanted.findIndex(({ id }) => !done.has(id));
    const reached = open < 0 ? last : wanted[open - 1];
    if (open < 0) this.progress.ends(last);
    if (reached !== undefined) await this.checkpoint(lease, reached.position);
  }

  private async checkpointPassed(lease: Lease<PolicyRecord>): Promise<void> {
    if (this.passed === undefined || this.passed <= (lease.record.position ?? '')) return;
    await this.checkpoint(lease, this.passed);
  }

  private async checkpoint(lease: Lease<PolicyRecord>, position: string): Promise<void> {
    await lease.guard();
    await lease.set({ position, ...this.progress.state() }, { position: lease.record.position });
    this.passed = undefined;
    this.checkpointedAt = performance.now();
  }
}
