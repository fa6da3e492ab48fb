import { Registry } from 'prom-client';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Refusal } from '../../contracts/decider.js';
import { Gate } from '../../../test/harness/faulty-store.js';
import { openPolicyWorld, type PolicyWorld, registered } from '../../../test/harness/policy-world.js';
import { codecWithPoison, eventually } from '../../../test/harness/projection-world.js';
import { DocumentsUnavailable } from '../documents/documents.errors.js';
import { definePolicy, type PolicyContext, TryLater } from './policy.js';
import { PolicyMetrics } from './policy-metrics.js';

let world: PolicyWorld;
let seen: string[];
beforeEach(async () => {
  world = await openPolicyWorld();
  seen = [];
});
afterEach(() => world.close());

const labelOf = (event: { readonly private: { readonly label: string } | null }) =>
  event.private?.label ?? '';

/** Notes whom it has seen, after what the test makes of it. */
const noting = (
  on: (label: string, context: PolicyContext) => Promise<void> = () => Promise.resolve(),
  more: { readonly begins?: 'start' | 'now'; readonly concurrency?: number } = {},
) =>
  definePolicy({
    name: 'noting',
    prefixes: ['mailbox-'],
    types: ['MailboxRegistered'],
    on: async ({ event }, context) => {
      await on(labelOf(event), context);
      seen.push(labelOf(event));
    },
    ...more,
  });

describe('a policy', () => {
  it('answers what is there and what comes, of its types alone, and goes on where it stopped', async () => {
    await world.append('mailbox-a', registered('a1'), { ...granted }, registered('a2'));
    const first = world.engine([noting()]);
    first.start();
    await world.append('mailbox-b', registered('b1'));
    await world.append('draft-d', registered('not followed'));
    await eventually(async () => seen.length === 3);
    await first.stop();
    expect(seen.filter((label) => label.startsWith('a'))).toEqual(['a1', 'a2']);

    await world.append('mailbox-a', registered('a3'));
    world.engine([noting()]).start();
    await world.answered('noting');
    expect(seen.slice(3)).toEqual(['a3']);
  });

  it('that begins now leaves alone what is past, also after a start that came to nothing', async () => {
    await world.append('mailbox-a', registered('past'));
    const first = world.engine([noting(undefined, { begins: 'now' })]);
    first.start();
    await eventually(async () => (await world.records.records.findOne({ _id: 'noting' }))?.begun === true);
    await first.stop();
    await world.append('mailbox-a', registered('while it was off'));
    world.engine([noting(undefined, { begins: 'now' })]).start();
    await world.answered('noting');
    expect(seen).toEqual(['while it was off']);
  });

  it('is told ids that follow from the event, and others for each part of its answer', async () => {
    const { name } = noting();
    const contexts: PolicyContext[] = [];
    const policy = noting(async (_label, context) => {
      contexts.push(context);
      if (contexts.length === 1) throw new Error('once');
    });
    await world.append('mailbox-a', registered('a1'), registered('a2'));
    world.engine([policy]).start();
    await world.answered(name);
    const operations = contexts.map(({ operation }) => operation);
    expect(operations[0]).toBe(operations[1]);
    expect(operations[2]).not.toBe(operations[0]);
    const [context] = contexts;
    expect(context).toMatchObject({ actor: null, mailbox: null, keyed: true, correlationId: 'c' });
    expect(context?.part('x').operation).toBe(contexts[1]?.part('x').operation);
    expect(
      new Set([context?.operation, context?.part('x').operation, context?.part('y').operation]).size,
    ).toBe(3);
  });

  it('stops once the answer in hand is given, and is not asked for that one again', async () => {
    const gate = new Gate();
    gate.close();
    await world.append('mailbox-a', registered('a1'), registered('a2'));
    const engine = world.engine([noting(() => gate.pass())]);
    engine.start();
    await eventually(async () => gate.waiting === 1);
    const stopped = engine.stop();
    gate.open();
    await stopped;
    expect(seen).toEqual(['a1']);
    world.engine([noting()]).start();
    await world.answered('noting');
    expect(seen).toEqual(['a1', 'a2']);
  });

  it('answers streams side by side; only what lies before the first without an answer is behind it', async () => {
    const gate = new Gate();
    gate.close();
    const slow = noting((label) => (label === 'b1' ? gate.pass().then(() => undefined) : Promise.resolve()));
    await world.append('mailbox-a', registered('a1'));
    await world.append('mailbox-b', registered('b1'), registered('b2'));
    await world.append('mailbox-c', registered('c1'));
    const engine = world.engine([slow]);
    engine.start();
    await eventually(async () => seen.includes('c1'));
    const stopped = engine.stop();
    gate.open();
    await stopped;
    expect([...seen].sort()).toEqual(['a1', 'b1', 'c1']);
    seen = [];
    world.engine([noting()]).start();
    await world.answered('noting');
    expect([...seen].sort()).toEqual(['b2', 'c1']);
  });
});

const granted = {
  type: 'AccessGranted',
  data: { grant: 'g', person: 'p' },
  private: null,
} as const;

describe('a policy that cannot answer', () => {
  const parked = async () =>
    (await world.records.parkedOf('noting')).map(({ stream, revision, category }) => [
      stream,
      revision,
      category,
    ]);

  it('parks an event that cannot be read, with its place and never its content, and goes on', async () => {
    await world.append('mailbox-a', registered('a1'), registered('a2'));
    const ids: string[] = [];
    for await (const { id } of world.events.read('mailbox-a')) ids.push(id);
    const poison = new Set(ids.slice(0, 1));
    const engine = world.engine([noting()], { codec: codecWithPoison(poison) });
    engine.start();
    await world.answered('noting');
    expect(seen).toEqual(['a2']);
    expect(await parked()).toEqual([['mailbox-a', 0, 'box']]);
    expect(JSON.stringify(await world.records.parkedOf('noting'))).not.toMatch(/a1|medimail/);

    expect(await engine.retryParked('noting')).toHaveLength(1);
    poison.clear();
    expect(await engine.retryParked('noting')).toEqual([]);
    expect(seen).toEqual(['a2', 'a1']);
    await expect(engine.retryParked('none')).rejects.toThrow('there is no policy none');
  });

  it('tries five times, then parks by the name of the error alone', async () => {
    let tries = 0;
    class BadNews extends Error {
      override name = 'BadNews';
    }
    const policy = noting(async (label) => {
      if (label !== 'a1') return;
      tries++;
      throw new BadNews('a1@medimail.test has HIV');
    });
    await world.append('mailbox-a', registered('a1'), registered('a2'));
    const registry = new Registry();
    const engine = world.engine([policy], { metrics: new PolicyMetrics(registry) });
    engine.start();
    await world.answered('noting');
    expect(tries).toBe(5);
    expect(seen).toEqual(['a2']);
    expect(await parked()).toEqual([['mailbox-a', 0, 'BadNews']]);
    const text = await registry.metrics();
    expect(text).toContain('medimail_policy_parked_events{policy="noting"} 1');
    expect(text).toContain('medimail_policy_answers_total{policy="noting",type="MailboxRegistered"} 1');
    expect(text).not.toMatch(/HIV|a1/);
    expect((await engine.status())[0]).toMatchObject({ name: 'noting', parked: [{ category: 'BadNews' }] });
  });

  it('parks at once what the domain refuses', async () => {
    let tries = 0;
    const policy = noting(async () => {
      tries++;
      throw new Refusal('not-found', 'Ce message n’existe pas.');
    });
    await world.append('mailbox-a', registered('a1'));
    world.engine([policy]).start();
    await world.answered('noting');
    expect([tries, await parked()]).toEqual([1, [['mailbox-a', 0, 'refused-not-found']]]);
  });

  it.each([
    ['the databases are', new DocumentsUnavailable('find')],
    ['what it needs outside is', new TryLater('the mail server')],
  ])('while %s out of reach waits, without hurry, and parks nothing', async (_what, outage) => {
    let tries = 0;
    let isOut = true;
    const policy = noting(async () => {
      tries++;
      if (isOut) throw outage;
    });
    await world.append('mailbox-a', registered('a1'), registered('a2'));
    const registry = new Registry();
    world.engine([policy], { metrics: new PolicyMetrics(registry) }).start();
    await eventually(async () => tries >= 8);
    const before = tries;
    await new Promise((resolve) => setTimeout(resolve, 500));
    // Every 100 ms at most: a busy machine makes it fewer.
    expect(tries - before).toBeLessThanOrEqual(6);
    expect(seen).toEqual([]);
    expect(await registry.metrics()).toMatch(/medimail_policy_lag_seconds\{policy="noting"\} (?!0\n)/);
    isOut = false;
    await world.answered('noting');
    expect(seen).toEqual(['a1', 'a2']);
    expect(await parked()).toEqual([]);
    const caughtUp = 'medimail_policy_lag_seconds{policy="noting"} 0';
    await eventually(async () => (await registry.metrics()).includes(caughtUp));
  });
});
