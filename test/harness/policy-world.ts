import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Registry } from 'prom-client';
import { type Decider } from '../../src/contracts/decider.js';
import { type DraftEvent } from '../../src/contracts/events/draft.events.js';
import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { EventSourcedAggregates } from '../../src/platform/commands/event-sourced-aggregates.js';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { EmbeddedEventStore } from '../../src/platform/event-store/embedded/embedded-event-store.js';
import { type Policy, type PolicyContext } from '../../src/platform/policies/policy.js';
import { type PolicyDeps } from '../../src/platform/policies/policy-deps.js';
import { PolicyEngine } from '../../src/platform/policies/policy-engine.js';
import { PolicyMetrics } from '../../src/platform/policies/policy-metrics.js';
import { PolicyRecords } from '../../src/platform/policies/policy-records.js';
import { defaultPolicySettings } from '../../src/platform/policies/policy-settings.js';
import { SystemClock } from '../../src/platform/time/clock.js';
import { draftDiscarded } from './draft-events.js';
import { plainCodec } from './memory-event-store.js';
import { aFollower, append, eventually, randomness, silent } from './projection-world.js';

/** Times short enough for a test, long enough for a busy machine. */
export const quickPolicySettings = {
  ...defaultPolicySettings,
  leaseMs: 400,
  beatMs: 50,
  contendMs: 20,
  lazyCheckpointMs: 50,
  retryMs: 10,
  retryMaxMs: 100,
};

export const registered = (label: string): AnyEvent => ({
  type: 'MailboxRegistered',
  data: { type: 'MED', owner: null },
  private: { address: `${label}@medimail.test`, label },
});

/** Of commands that are carried out whatever there is: only their ids make them one. */
const always: Decider<null, DraftEvent> = { initial: null, evolve: () => null };

/** A log, a database of policies, and engines on them: each is a process of its own. */
export async function openPolicyWorld() {
  const folder = await mkdtemp(join(tmpdir(), 'medimail-policies-'));
  const events = new EmbeddedEventStore({ folder, clock: new SystemClock() });
  const databases = openEmbeddedDatabases(folder);
  const store = databases.database('policies');
  const records = new PolicyRecords(store);
  const engines: PolicyEngine[] = [];
  return {
    events,
    store,
    records,
    append: (stream: string, ...appended: readonly AnyEvent[]) => append(events, stream, ...appended),

    engine(policies: readonly Policy[], more: Partial<PolicyDeps> = {}): PolicyEngine {
      const deps: PolicyDeps = {
        ...aFollower(events),
        store,
        settings: quickPolicySettings,
        metrics: new PolicyMetrics(new Registry()),
        log: silent,
        ...more,
      };
      const engine = new PolicyEngine(deps, () => policies);
      engines.push(engine);
      return engine;
    },

    /** An answer by command, from a process of its own: one event more in that stream. */
    async command(context: PolicyContext, stream: string): Promise<void> {
      const aggregates = new EventSourcedAggregates({
        store: events,
        codec: plainCodec,
        clock: new SystemClock(),
        randomness,
      });
      await aggregates.execute(always, stream, context, () => [draftDiscarded]);
    },

    async lengthOf(stream: string): Promise<number> {
      let length = 0;
      for await (const stored of events.read(stream)) length = stored.revision + 1;
      return length;
    },

    /** Resolves once the policy has answered or parked everything that is in the streams of mailboxes now. */
    async answered(policy: string): Promise<void> {
      let last = '';
      for await (const item of events.subscribe({ prefixes: ['mailbox-'] })) {
        if (item.kind === 'caught-up') break;
        if (item.kind === 'events') last = item.events.at(-1)?.position ?? last;
      }
      await eventually(
        async () => ((await records.records.findOne({ _id: policy }))?.position ?? '') >= last,
      );
    },

    async close() {
      await Promise.all(engines.map((engine) => engine.stop()));
      await events.close();
      await databases.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type PolicyWorld = Awaited<ReturnType<typeof openPolicyWorld>>;
