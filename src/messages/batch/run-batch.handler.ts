import { type Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { statusOfRefusal } from '../../contracts/http/refusal-status.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { DeleteForeverCommand } from '../delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../delete/delete-message.command.js';
import { MarkUnreadCommand } from '../mark-unread/mark-unread.command.js';
import { MoveMessageCommand } from '../move/move-message.command.js';
import { RestoreMessageCommand } from '../restore/restore-message.command.js';
import { type BatchAction, type BatchResult, RunBatchCommand } from './run-batch.command.js';

/** Messages of one batch at once: a batch must not take the place of everybody else. */
const CONCURRENCY = 16;

type CommandOf = (context: CommandContext, id: string, folder: string) => Command<CommandAnswer>;
const commands: Readonly<Record<BatchAction, CommandOf>> = {
  move: (context, id, folder) => new MoveMessageCommand(context, id, folder),
  delete: (context, id) => new DeleteMessageCommand(context, id),
  'delete-forever': (context, id) => new DeleteForeverCommand(context, id),
  restore: (context, id) => new RestoreMessageCommand(context, id),
  unread: (context, id) => new MarkUnreadCommand(context, id),
};

@CommandHandler(RunBatchCommand)
export class RunBatchHandler implements ICommandHandler<RunBatchCommand> {
  constructor(private readonly bus: CommandBus) {}

  /** @throws whatever is no refusal: the same batch can be sent again, what is done stays done */
  execute({ context, ids, action, folder }: RunBatchCommand): Promise<BatchResult[]> {
    return mapBounded([...new Set(ids)], CONCURRENCY, async (id): Promise<BatchResult> => {
      const operation = deterministicUuid(context.operation, id);
      try {
        await this.bus.execute(commands[action]({ ...context, operation }, id, folder ?? ''));
        return { id, status: 200 };
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return { id, status: statusOfRefusal(error.code), type: error.code };
      }
    });
  }
}
