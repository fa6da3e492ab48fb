import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AddDelegateCommand } from '../../src/accounts/add-delegate/add-delegate.command.js';
import { ChangeDelegateCommand } from '../../src/accounts/change-delegate/change-delegate.command.js';
import { RemoveDelegateCommand } from '../../src/accounts/remove-delegate/remove-delegate.command.js';
import { Refusal } from '../../src/contracts/decider.js';
import { streams } from '../../src/contracts/events/streams.js';
import { type Holder, holdersOf, type Recipient } from '../../src/messages/holders.js';
import { type Aggregates } from '../../src/platform/commands/aggregates.js';
import {
  anyDelegateSteps,
  delegatesAfter,
  type DelegateStep,
  expectedCopies,
  NAMES,
  type Sent,
} from '../harness/delegate-graph.js';
import { openWriteSide, type WriteSide } from '../harness/write-side.js';

/*
 * Delegates added, changed and removed at random, chains and loops included, and messages sent in between: what each
 * account gets is compared with what a plain reading of S4 and S5 says.
 */

type HoldersOf = typeof holdersOf;

const told = (holders: readonly Pick<Holder, 'mailbox' | 'role' | 'copyOf'>[]) =>
  holders.map(({ mailbox, role, copyOf }) => `${mailbox} ${role} ${[...copyOf].sort().join()}`).sort();

describe('who gets a copy, of any graph of delegates (S4)', () => {
  const check = (rule: HoldersOf, numRuns: number) =>
    fc.check(
      fc.property(anyDelegateSteps, (steps) => {
        const graph = new Map<string, Map<string, string>>();
        for (const step of steps) {
          if (step.do !== 'send') delegatesAfter(graph, step);
          else {
            const recipients: Recipient[] = step.to.map((mailbox) => ({
              mailbox,
              delegates: [...(graph.get(mailbox)?.values() ?? [])],
            }));
            const got = rule('m', step.from, recipients);
            expect(told(got)).toEqual(told(expectedCopies(graph, step)));
            holdsOnce(got, step);
          }
        }
      }),
      { numRuns },
    );

  /** Said apart from the model: nobody has two copies, but for the sender's sent and received one. */
  function holdsOnce(got: readonly Holder[], { from, to }: Sent): void {
    for (const name of NAMES) {
      const copies = got.filter(({ mailbox }) => mailbox === name);
      expect(copies.length).toBeLessThanOrEqual(name === from && to.includes(from) ? 2 : 1);
      expect(new Set(copies.map(({ copy }) => copy)).size).toBe(copies.length);
      if (name === from || to.includes(name))
        expect(copies.every(({ role }) => role !== 'delegate')).toBe(true);
    }
  }

  it('one copy each, whose delegate it is said, none of a copy, none more for sender or recipient', () => {
    const { failed, errorInstance } = check(holdersOf, 500);
    if (failed) throw errorInstance;
  });

  const more =
    (change: (recipients: readonly Recipient[], sender: string | null) => Recipient[]): HoldersOf =>
    (message, sender, recipients) =>
      holdersOf(message, sender, change(recipients, sender));

  it.each<[string, HoldersOf]>([
    [
      'a copy of a copy',
      more((recipients) => {
        const delegates = new Map(recipients.map((one) => [one.mailbox, one.delegates]));
        return recipients.map((one) => ({
          ...one,
          delegates: [
            ...one.delegates,
            ...one.delegates.flatMap((delegate) => delegates.get(delegate) ?? []),
          ],
        }));
      }),
    ],
    [
      'a copy more for a delegate who is the sender',
      (message, sender, recipients) => [
        ...holdersOf(message, sender, recipients),
        ...recipients
          .filter(({ delegates }) => sender !== null && delegates.includes(sender))
          .map(({ mailbox }) => ({ ...copyFor(sender ?? ''), copyOf: [mailbox] })),
      ],
    ],
    [
      'a copy more for a delegate who is a recipient',
      (message, sender, recipients) => {
        const received = new Set(recipients.map(({ mailbox }) => mailbox));
        const again = recipients.flatMap(({ delegates }) => delegates).filter((one) => received.has(one));
        return [...holdersOf(message, sender, recipients), ...again.map(copyFor)];
      },
    ],
    [
      'a copy for each of two whose delegate one is',
      (message, sender, recipients) =>
        recipients.flatMap((one, index) =>
          holdersOf(message, sender, [one]).filter(({ role }) => index === 0 || role !== 'sender'),
        ),
    ],
  ])('and the property finds %s', (_, fault) => {
    expect(check(fault, 3_000).failed).toBe(true);
  });

  const copyFor = (mailbox: string): Holder => ({ mailbox, copy: 'm', role: 'delegate', copyOf: [] });
});

describe('what is changed of delegates counts from the next message on (S4, S5)', () => {
  let world: WriteSide;
  let runs = 0;
  beforeAll(async () => {
    world = await openWriteSide();
  });
  afterAll(() => world.close());

  async function play(steps: readonly DelegateStep[]): Promise<void> {
    const run = runs++;
    const people = await Promise.all(NAMES.map((name) => world.person(`${name}${run}`)));
    const person = (name: string) => people[NAMES.indexOf(name as (typeof NAMES)[number])]!;
    const named = new Map(people.map(({ mailbox }, index) => [mailbox, NAMES[index]!]));
    const graph = new Map<string, Map<string, string>>();
    /** Of the model's delegations, those of the product. */
    const ids = new Map<string, string>();
    for (const step of steps) {
      const { context } = person(step.do === 'send' ? step.from : step.of);
      if (step.do === 'send') {
        const { stream } = await world.send(context(), { to: step.to.map((name) => person(name).address) });
        const events = await world.events(stream);
        const got = events.flatMap(({ event }): Pick<Holder, 'mailbox' | 'role' | 'copyOf'>[] => {
          if (event.type === 'MessageSent')
            return [{ ...(event.data as Holder), role: 'sender', copyOf: [] }];
          return event.type === 'MessageDelivered' ? [event.data as Holder] : [];
        });
        const byName = got.map(({ mailbox, role, copyOf }) => ({
          mailbox: named.get(mailbox) ?? mailbox,
          role,
          copyOf: copyOf.map((one) => named.get(one) ?? one),
        }));
        expect(told(byName)).toEqual(told(expectedCopies(graph, step)));
      } else {
        const expected = delegatesAfter(graph, step);
        expect(await done(step, ids, person)).toBe(expected);
      }
    }
  }

  /** @returns whether it was carried out; false where it was refused */
  async function done(
    step: Exclude<DelegateStep, { do: 'send' }>,
    ids: Map<string, string>,
    person: (name: string) => { readonly address: string; context(): ReturnType<WriteSide['contextOf']> },
  ): Promise<boolean> {
    const context = person(step.of).context();
    const key = `${step.of} ${step.delegation}`;
    const id = ids.get(key) ?? 'none';
    try {
      if (step.do === 'remove') await world.run(new RemoveDelegateCommand(context, id));
      else if (step.do === 'change') {
        await world.run(new ChangeDelegateCommand(context, id, person(step.delegate).address));
      } else if (id === 'none') {
        ids.set(key, (await world.run(new AddDelegateCommand(context, person(step.delegate).address))).id);
      } else return false;
      if (step.do === 'remove') ids.delete(key);
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  const check = (numRuns: number) =>
    fc.check(fc.asyncProperty(anyDelegateSteps, play), { numRuns, endOnFailure: true });

  it('however they are changed in between', async () => {
    const { failed, errorInstance } = await check(30);
    if (failed) throw errorInstance;
  }, 120_000);

  it('and the property finds accounts that are remembered as they were', async () => {
    const aggregates = world.aggregates as Aggregates;
    const load = aggregates.load.bind(aggregates);
    const remembered = new Map<string, Promise<unknown>>();
    aggregates.load = ((decider, stream) => {
      if (!stream.startsWith(streams.mailbox(''))) return load(decider, stream);
      const known = remembered.get(stream) ?? load(decider, stream);
      remembered.set(stream, known);
      return known;
    }) as Aggregates['load'];
    const { failed } = await check(200);
    aggregates.load = load;
    expect(failed).toBe(true);
  }, 120_000);
});
