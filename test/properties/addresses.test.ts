import { AsyncLocalStorage } from 'node:async_hooks';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest';
import { AddressBook } from '../../src/accounts/addresses/address-book.js';
import { mailboxDecider } from '../../src/accounts/mailbox.decider.js';
import { RegisterMailboxCommand } from '../../src/accounts/register-mailbox/register-mailbox.command.js';
import { RemoveCorrespondenceCommand } from '../../src/accounts/remove-correspondence/remove-correspondence.command.js';
import { SetCorrespondenceCommand } from '../../src/accounts/set-correspondence/set-correspondence.command.js';
import { Refusal } from '../../src/contracts/decider.js';
import { type CommandContext } from '../../src/platform/commands/aggregates.js';
import { openWriteSide, type WriteSide } from '../harness/write-side.js';

const ACCOUNTS = ['m-a', 'm-b', 'm-c'];

class Killed extends Error {}

interface Asked {
  readonly account: number;
  /** Which of two addresses; null: none any more. */
  readonly address: number | null;
  /** Steps after which its process dies; beyond the last, it does not. */
  readonly steps: number;
}

let medimail: WriteSide;
let runs = 0;
beforeAll(async () => {
  medimail = await openWriteSide();
  for (const id of ACCOUNTS) {
    const mailbox = { id, type: 'ORG', owner: null, address: `${id}@medimail.test`, label: id } as const;
    await medimail.run(new RegisterMailboxCommand(medimail.contextOf(null, null), mailbox));
  }
});
afterAll(() => medimail.close());
afterEach(() => {
  vi.restoreAllMocks();
});

const asked: fc.Arbitrary<Asked> = fc.record({
  account: fc.nat({ max: ACCOUNTS.length - 1 }),
  address: fc.oneof(
    { weight: 4, arbitrary: fc.nat({ max: 1 }) },
    { weight: 1, arbitrary: fc.constant(null) },
  ),
  steps: fc.oneof({ weight: 2, arbitrary: fc.constant(100) }, { weight: 1, arbitrary: fc.nat({ max: 8 }) }),
});

/** What happened before, one after the other. */
const before = fc.array(asked, { maxLength: 4 });

async function unlessRefused(command: Promise<unknown>): Promise<void> {
  await command.catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
  });
}

/** Every step of the write side ends when the scheduler says so, and kills the process whose time has come. */
function interleaved(scheduler: fc.Scheduler): AsyncLocalStorage<{ steps: number }> {
  const process = new AsyncLocalStorage<{ steps: number }>();
  for (const method of ['execute', 'load'] as const) {
    const step = medimail.aggregates[method].bind(medimail.aggregates) as (
      ...args: unknown[]
    ) => Promise<unknown>;
    const held = async (...args: unknown[]): Promise<unknown> => {
      const running = process.getStore();
      if (running === undefined) return step(...args);
      running.steps -= 1;
      if (running.steps < 0) throw new Killed();
      await scheduler.schedule(Promise.resolve(), method);
      const answer = await step(...args);
      // What was done, or read, may be told late.
      await scheduler.schedule(Promise.resolve(), `${method} was answered`);
      return answer;
    };
    vi.spyOn(medimail.aggregates, method).mockImplementation(held as never);
  }
  return process;
}

it('an address is one account’s, whatever commands interleave, and wherever they are cut short (S8, S9, X4)', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      before,
      fc.array(asked, { minLength: 2, maxLength: 5 }),
      async (scheduler, had, all) => {
        runs += 1;
        const addresses = [`x${runs}@mss.test`, `y${runs}@mss.test`];
        const commandOf = ({ account, address }: Asked) => {
          const context: CommandContext = { ...medimail.contextOf(null, null), keyed: true };
          const mailbox = ACCOUNTS[account] ?? '';
          const correspondence = { kind: 'mssante', address: addresses[address ?? 0] ?? '' } as const;
          const command =
            address === null
              ? new RemoveCorrespondenceCommand(context, mailbox, 'mssante')
              : new SetCorrespondenceCommand(context, mailbox, correspondence);
          return () => medimail.run(command);
        };
        for (const one of had) await unlessRefused(commandOf(one)());
        const commands = all.map(commandOf);
        const cut: (() => Promise<unknown>)[] = [];
        const process = interleaved(scheduler);
        const running = commands.map((command, n) =>
          process.run({ steps: all[n]?.steps ?? 0 }, () =>
            command().catch((error: unknown) => {
              if (error instanceof Killed) cut.push(command);
              else if (!(error instanceof Refusal)) throw error;
            }),
          ),
        );
        await scheduler.waitFor(Promise.all(running));
        vi.restoreAllMocks();
        // Whoever got no answer asks again.
        for (const command of cut) await unlessRefused(command());

        const book = medimail.app.get(AddressBook);
        for (const address of addresses) {
          const having: string[] = [];
          for (const id of ACCOUNTS) {
            const { state } = await medimail.aggregates.load(mailboxDecider, `mailbox-${id}`);
            if ([...state.correspondences.values()].includes(address)) having.push(id);
          }
          const found = await book.find(address);
          expect(having).toEqual(found === undefined ? [] : [found.mailbox]);
        }
      },
    ),
    { numRuns: 120 },
  );
}, 120_000);
