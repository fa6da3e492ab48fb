import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export const batchActions = ['move', 'delete', 'delete-forever', 'restore', 'unread'] as const;
export type BatchAction = (typeof batchActions)[number];

/* Types, not interfaces: the answer is kept as JSON for an idempotency key. */
export type BatchResult = {
  readonly id: string;
  /** As HTTP would have answered for this message alone. */
  readonly status: number;
  /** The refusal's code. */
  readonly type?: string;
};

export type BatchOutcome = {
  /** One for each message, in the order in which they were first named. */
  readonly results: readonly BatchResult[];
  /** The last event of all in the log: who sees it sees what became of every message. Null where nothing succeeded. */
  readonly after: { readonly stream: string; readonly revision: number } | null;
};

/** One action on many messages of the context's mailbox: each succeeds or is refused by itself. */
export class RunBatchCommand extends Command<BatchOutcome> {
  constructor(
    readonly context: CommandContext,
    readonly ids: readonly string[],
    readonly action: BatchAction,
    /** For a move. */
    readonly folder?: string,
  ) {
    super();
  }
}
