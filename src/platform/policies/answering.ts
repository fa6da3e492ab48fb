import { type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type AnyEvent } from '../../contracts/events/registry.js';
import { mapBounded } from '../concurrency/map-bounded.js';
import { pause, within } from '../concurrency/waiting.js';
import { UndecodableEvent } from '../events/event-codec.js';
import { type StoredEvent } from '../event-store/event-store.js';
import { categoryOf, failureOf } from './failure.js';
import { type Policy, policyContext } from './policy.js';
import { type PolicyDeps } from './policy-deps.js';
import { type PolicyRecords } from './policy-records.js';

export interface AnsweringOptions {
  /** Called before each answer; what it throws ends the batch. */
  readonly guard: () => Promise<void>;
  readonly signal: AbortSignal;
}

/** An event as it was decoded, or why it could not be. */
interface Delivered {
  readonly stored: StoredEvent;
  readonly decoded: RecordedEvent | UndecodableEvent | undefined;
}

/** Answers events for one policy: again where something fails, and parks what stays without an answer. */
export class Answering {
  constructor(
    private readonly deps: PolicyDeps,
    private readonly policy: Policy,
    private readonly records: PolicyRecords,
  ) {}

  wanted(events: readonly StoredEvent[]): StoredEvent[] {
    const { types, wants } = this.policy;
    return events.filter((event) => types.has(event.type) && (wants?.(event) ?? true));
  }

  /**
   * Answers the events: those of a stream in order, some streams at once. Begins with no other event once the signal
   * has come.
   *
   * @returns the ids of the events that are answered or parked
   */
  async answer(events: readonly StoredEvent[], options: AnsweringOptions): Promise<ReadonlySet<string>> {
    const decoded = await this.decoded(events);
    const byStream = new Map<string, Delivered[]>();
    events.forEach((stored, index) => {
      const ofStream = byStream.get(stored.stream) ?? [];
      ofStream.push({ stored, decoded: decoded[index] });
      byStream.set(stored.stream, ofStream);
    });
    const done = new Set<string>();
    // All of them end before this does: nothing is answered behind the back of who stops the policy.
    const failures: unknown[] = [];
    await mapBounded([...byStream.values()], this.policy.concurrency, async (ofStream) => {
      try {
        for (const delivered of ofStream) {
          if (failures.length > 0 || !(await this.answerOne(delivered, options))) return;
          done.add(delivered.stored.id);
        }
      } catch (error) {
        failures.push(error);
      }
    });
    if (failures.length > 0) throw failures[0];
    return done;
  }

  /** Once, for an event that is parked. @throws whatever the policy throws */
  async answerParked(stored: StoredEvent, signal: AbortSignal): Promise<void> {
    const [decoded] = await this.decoded([stored]);
    await this.tryOnce({ stored, decoded }, signal);
  }

  private decoded(events: readonly StoredEvent[]) {
    const { codec, settings } = this.deps;
    return within(settings.deadlineMs, 'decoding of events', codec.decode(events));
  }

  /** @returns false where the signal came first */
  private async answerOne(delivered: Delivered, { guard, signal }: AnsweringOptions): Promise<boolean> {
    const { settings, metrics } = this.deps;
    let wait = settings.retryMs;
    for (let failures = 0; !signal.aborted; wait = Math.min(wait * 2, settings.retryMaxMs)) {
      await guard();
      const error = await this.failureOfTry(delivered, signal);
      if (error === undefined) return true;
      const failure = failureOf(error);
      if (failure === 'unclear') failures++;
      if (failure === 'final' || failures >= settings.tries) {
        await guard();
        return await this.parkUnless(signal, delivered.stored, categoryOf(error));
      }
      metrics.retried(this.policy.name);
      await pause(wait, signal);
    }
    return false;
  }

  private async failureOfTry(delivered: Delivered, signal: AbortSignal): Promise<Error | undefined> {
    try {
      await this.tryOnce(delivered, signal);
      return undefined;
    } catch (error) {
      return error instanceof Error ? error : new Error('unknown');
    }
  }

  /** What was broken off for the signal is not at fault. */
  private async parkUnless(signal: AbortSignal, stored: StoredEvent, category: string): Promise<boolean> {
    if (signal.aborted) return false;
    await this.park(stored, category);
    return true;
  }

  private async tryOnce({ stored, decoded }: Delivered, signal: AbortSignal): Promise<void> {
    if (decoded === undefined || decoded instanceof UndecodableEvent) {
      throw decoded ?? new UndecodableEvent(stored, 'unknown-type');
    }
    const { policy, deps } = this;
    // The codec answers events of the registry alone.
    const answering = policy.on(
      decoded as RecordedEvent<AnyEvent>,
      policyContext(policy.name, decoded, signal),
    );
    await within(deps.settings.answerMs, 'answer of a policy', answering);
    deps.metrics.answered(policy.name, stored.type);
  }

  private async park({ stream, revision, position }: StoredEvent, category: string): Promise<void> {
    const { settings, metrics, clock, log } = this.deps;
    const { name } = this.policy;
    if ((await this.records.countParked(name, settings.parkedEvents)) >= settings.parkedEvents) {
      throw new Error(`${settings.parkedEvents} events are parked: something else is wrong`);
    }
    const at = clock.now().toISOString();
    await this.records.park({ policy: name, stream, revision, position, category, at });
    metrics.parked(name, category);
    metrics.setParked(name, await this.records.countParked(name, settings.parkedEvents));
    log.warn(`${name}: parked the event at ${position} (${category})`);
  }
}
