import { setTimeout as pause } from 'node:timers/promises';
import { DATABASES, type Databases } from '../../src/platform/documents/documents.js';
import {
  EVENT_STORE,
  type EventStore,
  type Position,
  type StoredEvent,
} from '../../src/platform/event-store/event-store.js';
import { Policies } from '../../src/platform/policies/policies.module.js';
import { PolicyEngine } from '../../src/platform/policies/policy-engine.js';
import { type Policy } from '../../src/platform/policies/policy.js';
import { type Product } from './product.js';

const PATIENCE_MS = 30_000;

/**
 * Waits until the policies have answered everything in the log, what they answered themselves included.
 *
 * @throws Error where they do not come to rest, or have parked something
 */
export async function untilAnswered({ app }: Pick<Product, 'app'>): Promise<void> {
  const store = app.get<EventStore>(EVENT_STORE);
  const until = Date.now() + PATIENCE_MS;
  while (Date.now() < until) {
    const head = await store.head();
    const status = await app.get(PolicyEngine).status();
    const parked = status.flatMap((policy) => policy.parked);
    if (parked.length > 0) throw new Error(`parked: ${parked.map(({ category }) => category).join(', ')}`);
    const checkpoints = new Map(status.map(({ name, checkpoint }) => [name, checkpoint]));
    const open = await Promise.all(
      app
        .get(Policies)
        .all()
        .map((policy) => isOpen(store, policy, checkpoints.get(policy.name) ?? null)),
    );
    if (!open.includes(true) && (await store.head()) === head) return;
    await pause(20);
  }
  throw new Error('the policies did not come to rest');
}

/** Whether an event waits for its answer: a checkpoint alone does not tell, it stays where nobody is concerned. */
async function isOpen(store: EventStore, policy: Policy, checkpoint: string | null): Promise<boolean> {
  const { types, wants, prefixes } = policy;
  for await (const events of logAfter(store, prefixes, checkpoint)) {
    if (events.some((event) => types.has(event.type) && (wants?.(event) ?? true))) return true;
  }
  return false;
}

/** As if the policy had died before each of its checkpoints: everything since the start of the log is answered again. */
export async function answerAnew({ app }: Pick<Product, 'app'>, policy: string): Promise<void> {
  const records = app.get<Databases>(DATABASES).database('policies').collection('policies');
  const update = { $set: { position: null }, $inc: { token: 1 } };
  await records.bulkWrite([{ updateOne: { filter: { _id: policy }, update } }]);
}

/** The last event of all messages: who has seen it has seen what came before. */
export async function lastOfMessages({ app }: Pick<Product, 'app'>): Promise<StoredEvent> {
  let last: StoredEvent | undefined;
  for await (const events of logAfter(app.get<EventStore>(EVENT_STORE), ['message-'], null)) {
    last = events.at(-1) ?? last;
  }
  if (last === undefined) throw new Error('there is no message');
  return last;
}

/** The log as it is now, to its end. */
async function* logAfter(store: EventStore, prefixes: readonly string[], position: string | null) {
  const ending = new AbortController();
  const after = position === null ? {} : { after: position as Position };
  try {
    for await (const item of store.subscribe({ prefixes, signal: ending.signal, ...after })) {
      if (item.kind === 'caught-up') return;
      if (item.kind === 'events') yield item.events;
    }
  } finally {
    ending.abort();
  }
}
