import { Logger } from '@nestjs/common';
import { type CommandBus } from '@nestjs/cqrs';
import { expect, it } from 'vitest';
import { Refusal } from '../contracts/decider.js';
import { ExpireDraftCommand } from '../drafts/index.js';
import { type ExpireMessageCommand } from '../messages/index.js';
import { type Keyring } from '../platform/crypto/keyring.js';
import { SystemRandomness } from '../platform/randomness/randomness.js';
import { ManualClock } from '../platform/time/clock.js';
import { type Due } from './due.js';
import { Sweeper } from './sweeper.js';

Logger.overrideLogger(false);

const PAGE = 50;

/** Messages that are due, and one draft; those named fail, as often as they are tried. */
function sweeperOf(messages: readonly string[], failing: ReadonlySet<string>, refused = new Set<string>()) {
  const tried: string[] = [];
  const due = {
    async *messages(_until: string, from?: { readonly id: string }) {
      const left = messages.slice(from === undefined ? 0 : messages.indexOf(from.id) + 1);
      for (let start = 0; start < left.length; start += PAGE) {
        yield left.slice(start, start + PAGE).map((message) => ({ _id: message, message, dueAt: '2026' }));
      }
    },
    async *drafts() {
      yield [{ _id: 'd1', draft: 'd1', dueAt: '2026' }];
    },
  };
  const execute = (command: ExpireMessageCommand | ExpireDraftCommand) => {
    const id = command instanceof ExpireDraftCommand ? command.draft : command.message;
    tried.push(id);
    if (failing.has(id)) return Promise.reject(new Error('an outage'));
    if (refused.has(id)) return Promise.reject(new Refusal('not-due', 'Pas encore.'));
    return Promise.resolve({ id, stream: `s-${id}`, revision: 1 });
  };
  const sweeper = new Sweeper(
    due as unknown as Due,
    { execute } as unknown as CommandBus,
    { scrub: () => Promise.resolve() } as unknown as Keyring,
    new ManualClock('2026-11-23T10:00:00.000Z'),
    new SystemRandomness(),
  );
  return { sweep: () => sweeper.sweep(new AbortController().signal), tried };
}

const ids = (count: number) => Array.from({ length: count }, (_, index) => `m${index}`);

it('goes on past many that cannot be ended: nothing else is late for them (R1)', async () => {
  const { sweep } = sweeperOf(ids(3 * PAGE), new Set(ids(30)));
  expect(await sweep()).toMatchObject({ ended: 3 * PAGE - 30 + 1, failed: 30 });
});

it('leaves an outage to the next round', async () => {
  const { sweep, tried } = sweeperOf(ids(3 * PAGE), new Set(ids(3 * PAGE)));
  expect(await sweep()).toMatchObject({ ended: 1, failed: PAGE });
  expect(tried).toHaveLength(PAGE + 1);
});

it('begins after those that failed, and comes back to them: however many, they keep nothing else waiting (R1)', async () => {
  const { sweep, tried } = sweeperOf(ids(3 * PAGE), new Set(ids(2 * PAGE)));
  const rounds = [await sweep(), await sweep(), await sweep(), await sweep()];
  expect(rounds.map(({ ended, failed }) => [ended - 1, failed])).toEqual([
    [0, PAGE],
    [0, PAGE],
    [PAGE, 0],
    [0, PAGE],
  ]);
  expect(tried.filter((id) => id === 'm0')).toHaveLength(2);
});

it('counts what another process has ended as nothing, and tells of the last end of each kind', async () => {
  const { sweep } = sweeperOf(['m0', 'm1', 'm2'], new Set(), new Set(['m2']));
  const { ended, failed, last } = await sweep();
  expect({ ended, failed }).toEqual({ ended: 3, failed: 0 });
  expect(last.map(({ stream }) => stream)).toEqual(['s-m1', 's-d1']);
});
