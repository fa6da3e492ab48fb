import { type CommandBus } from '@nestjs/cqrs';
import { expect, it } from 'vitest';
import { type ShortenRetentionCommand } from '../messages/index.js';
import { type Aggregates } from '../platform/commands/aggregates.js';
import { SystemRandomness } from '../platform/randomness/randomness.js';
import { type ReadModels } from '../platform/read-models/read-models.js';
import { ManualClock } from '../platform/time/clock.js';
import { RetentionShortener } from './retention-shortener.js';

const NOW = '2026-11-23T10:00:00.000Z';
const accounts = ['claire', 'rose', 'julie'];

const found = (items: readonly object[]) => ({ toArray: () => Promise.resolve(items) });

/** Three accounts with two copies each, set to ten days an hour ago; the copies named fail. */
function shortenerWhere(failing: ReadonlySet<string>) {
  const collections: Record<string, object> = {
    shortenings: {
      find: () =>
        found(
          accounts.map((mailbox) => ({ mailbox, days: 10, setAt: '2026-11-23T09:00:00.000Z', revision: 7 })),
        ),
    },
    copies: {
      find: ({ mailbox }: { readonly mailbox: string }) =>
        found(
          [1, 2].map((number) => ({
            _id: `${mailbox}/${number}`,
            mailbox,
            message: `${mailbox}-${number}`,
            sentAt: NOW,
            expiresAt: '2027-02-23T10:00:00.000Z',
          })),
        ),
    },
  };
  const shortened: string[] = [];
  const applied: string[] = [];
  const shortener = new RetentionShortener(
    {
      collection: (_projection: string, name: string) => Promise.resolve(collections[name]),
      caughtUpWith: () => Promise.resolve(true),
    } as unknown as ReadModels,
    {
      execute: (_decider: unknown, stream: string) => Promise.resolve(applied.push(stream)),
    } as unknown as Aggregates,
    new ManualClock(NOW),
    new SystemRandomness(),
    {
      execute: ({ message }: ShortenRetentionCommand) => {
        if (failing.has(message)) return Promise.reject(new Error('cannot be read'));
        return Promise.resolve(shortened.push(message));
      },
    } as unknown as CommandBus,
  );
  return { run: () => shortener.run(new AbortController().signal), shortened, applied };
}

it('gives every copy its date, and says so of each account (R1)', async () => {
  const { run, shortened, applied } = shortenerWhere(new Set());
  await run();
  expect(shortened).toHaveLength(6);
  expect(applied).toEqual(['mailbox-claire', 'mailbox-rose', 'mailbox-julie']);
});

it('goes on with every other copy and account where one cannot be dated, and comes back to it (R1)', async () => {
  const { run, shortened, applied } = shortenerWhere(new Set(['claire-1']));
  await expect(run()).rejects.toThrow(AggregateError);
  expect(shortened.sort()).toEqual(['claire-2', 'julie-1', 'julie-2', 'rose-1', 'rose-2']);
  expect(applied).toEqual(['mailbox-rose', 'mailbox-julie']);
});
