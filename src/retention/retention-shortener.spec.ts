import { type CommandBus } from '@nestjs/cqrs';
import { expect, it } from 'vitest';
import { type ShortenDraftCommand } from '../drafts/index.js';
import { type ShortenRetentionCommand } from '../messages/index.js';
import { type Aggregates } from '../platform/commands/aggregates.js';
import { SystemRandomness } from '../platform/randomness/randomness.js';
import { type ReadModels } from '../platform/read-models/read-models.js';
import { ManualClock } from '../platform/time/clock.js';
import { RetentionShortener } from './retention-shortener.js';

const NOW = '2026-11-23T10:00:00.000Z';
const accounts = ['claire', 'rose', 'julie'];

const found = (items: readonly object[]) => ({ toArray: () => Promise.resolve(items) });

/** Three accounts with some copies and a draft each, set to ten days an hour ago; the copies named fail. */
function shortenerWhere(failing: ReadonlySet<string>, copies = 2) {
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
          Array.from({ length: copies }, (_, index) => index + 1).map((number) => ({
            _id: `${mailbox}/${number}`,
            mailbox,
            message: `${mailbox}-${number}`,
            sentAt: NOW,
            expiresAt: '2027-02-23T10:00:00.000Z',
          })),
        ),
    },
    drafts: {
      find: ({ mailbox }: { readonly mailbox: string }) =>
        found([
          {
            _id: `d-${mailbox}`,
            draft: `d-${mailbox}`,
            mailbox,
            savedAt: NOW,
            dueAt: '2027-02-23T10:00:00.000Z',
          },
          { _id: `near-${mailbox}`, draft: `near-${mailbox}`, mailbox, savedAt: NOW, dueAt: NOW },
        ]),
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
      execute: (command: ShortenRetentionCommand | ShortenDraftCommand) => {
        const one = 'draft' in command ? command.draft : command.message;
        if (failing.has(one)) return Promise.reject(new Error('cannot be read'));
        return Promise.resolve(shortened.push(one));
      },
    } as unknown as CommandBus,
  );
  return { run: () => shortener.run(new AbortController().signal), shortened, applied };
}

it('gives every copy and draft its date, and says so of each account (R1)', async () => {
  const { run, shortened, applied } = shortenerWhere(new Set());
  await run();
  expect(shortened).toHaveLength(9);
  expect(shortened.filter((one) => !one.includes('-1') && !one.includes('-2')).sort()).toEqual([
    'd-claire',
    'd-julie',
    'd-rose',
  ]);
  expect(applied).toEqual(['mailbox-claire', 'mailbox-rose', 'mailbox-julie']);
});

it('goes on with every other copy and account where some cannot be dated, and comes back to them (R1)', async () => {
  const { run, shortened, applied } = shortenerWhere(new Set(['claire-1', 'd-rose']));
  await expect(run()).rejects.toThrow(AggregateError);
  expect(shortened.sort()).toEqual([
    'claire-2',
    'd-claire',
    'd-julie',
    'julie-1',
    'julie-2',
    'rose-1',
    'rose-2',
  ]);
  expect(applied).toEqual(['mailbox-julie']);
});

it('begins after what it gave up in the round before: one account keeps no other from its dates (R1)', async () => {
  const poison = Array.from({ length: 40 }, (_, index) => `claire-${index + 1}`);
  const { run, shortened, applied } = shortenerWhere(new Set(poison), 40);
  await expect(run()).rejects.toThrow(AggregateError);
  expect(shortened).toEqual([]);
  await run();
  expect(shortened).toHaveLength(2 * 40 + 3);
  expect(applied).toEqual(['mailbox-rose', 'mailbox-julie']);
  await expect(run()).rejects.toThrow(AggregateError);
});
