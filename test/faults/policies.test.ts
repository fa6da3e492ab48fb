import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { definePolicy, type Policy } from '../../src/platform/policies/policy.js';
import { faultyStore, Gate } from '../harness/faulty-store.js';
import { openPolicyWorld, type PolicyWorld, registered } from '../harness/policy-world.js';
import { eventually } from '../harness/projection-world.js';

let world: PolicyWorld;
beforeEach(async () => {
  world = await openPolicyWorld();
});
afterEach(() => world.close());

/** Answers each registration by one event in a stream of its own, however often it is asked. */
function answering(asked: string[] = [], before: () => Promise<void> = () => Promise.resolve()): Policy {
  return definePolicy({
    name: 'answering',
    prefixes: ['mailbox-'],
    types: ['MailboxRegistered'],
    on: async ({ stream }, context) => {
      asked.push(stream);
      await before();
      await world.command(context, `draft-${idOfStream(stream)}`);
      await world.command(context.part('second'), `draft-${idOfStream(stream)}`);
    },
  });
}

const shared = { exclusive: false };

describe('policies and processes that die', () => {
  it('does a thing once though it died between the command and the checkpoint', async () => {
    let isDead = false;
    const dying = faultyStore(world.store, {
      before: () => (isDead ? Promise.reject(new Error('dead')) : Promise.resolve()),
    });
    const asked: string[] = [];
    await world.append('mailbox-a', registered('a'));
    const first = world.engine(
      [
        answering(asked, async () => {
          isDead = true;
        }),
      ],
      { store: dying },
    );
    first.start();
    await eventually(async () => (await world.lengthOf('draft-a')) === 2);
    await first.stop();
    const before = asked.length;
    world.engine([answering(asked)]).start();
    await world.answered('answering');
    expect(asked.length, 'it is delivered again').toBeGreaterThan(before);
    expect(await world.lengthOf('draft-a')).toBe(2);
  });

  it('does a thing once though two processes answer the same event', async () => {
    const asleep = new Gate();
    let isAsleep = false;
    // A process that is stopped: it neither beats nor comes to an end.
    const sleeping = faultyStore(world.store, {
      before: () => (isAsleep ? asleep.pass() : Promise.resolve()),
    });
    const [first, second]: [string[], string[]] = [[], []];
    const sleeper = world.engine(
      [
        answering(first, async () => {
          asleep.close();
          isAsleep = true;
          await asleep.pass();
        }),
      ],
      { ...shared, store: sleeping },
    );
    sleeper.start();
    await world.append('mailbox-a', registered('a'));
    await eventually(async () => first.length === 1);

    world.engine([answering(second)], shared).start();
    await world.append('mailbox-b', registered('b'));
    await world.answered('answering');
    expect(second).toEqual(['mailbox-a', 'mailbox-b']);
    const reached = (await world.records.records.findOne({ _id: 'answering' }))?.position ?? '';

    isAsleep = false;
    asleep.open();
    await sleeper.stop();
    expect(await world.lengthOf('draft-a')).toBe(2);
    expect(await world.lengthOf('draft-b')).toBe(2);
    const now = (await world.records.records.findOne({ _id: 'answering' }))?.position ?? '';
    expect(now >= reached, 'who slept does not move the checkpoint back').toBe(true);
  });

  it('is run by one of two processes, and by the other once that has gone', async () => {
    const [first, second]: [string[], string[]] = [[], []];
    const one = world.engine([answering(first)], shared);
    const other = world.engine([answering(second)], shared);
    one.start();
    other.start();
    for (let i = 0; i < 20; i++) await world.append(`mailbox-${i}`, registered(String(i)));
    await world.answered('answering');
    expect([first.length, second.length].sort((a, b) => a - b)).toEqual([0, 20]);
    await (first.length > 0 ? one : other).stop();
    await world.append('mailbox-last', registered('last'));
    await world.answered('answering');
    expect([...first, ...second].filter((stream) => stream === 'mailbox-last')).toHaveLength(1);
    expect(await world.lengthOf('draft-last')).toBe(2);
  });

  it('begins again, without hurry, while its own records cannot be written', async () => {
    let isOut = true;
    let writes = 0;
    const failing = faultyStore(world.store, {
      before: async () => {
        writes++;
        if (isOut) throw new Error('out of reach');
      },
    });
    await world.append('mailbox-a', registered('a'));
    world.engine([answering()], { store: failing }).start();
    await eventually(async () => writes >= 6);
    const before = writes;
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(writes - before).toBeLessThanOrEqual(8);
    isOut = false;
    await world.answered('answering');
    expect(await world.lengthOf('draft-a')).toBe(2);
  });
});
