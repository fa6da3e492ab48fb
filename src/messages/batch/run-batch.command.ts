import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export type BatchAction = 'move' | 'delete' | 'delete-forever' | 'restore' | 'unread';

export interface BatchResult {
  readonly id: string;
  /** As HTTP would have answered for this message alone. */
  readonly status: number;
  /** The refusal's code. */
  readonly type?: string;
}

/** One action on many messages of the context's mailbox: each succeeds or is refused by itself. */
export class RunBatchCommand extends Command<readonly BatchResult[]> {
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
