import { Inject } from '@nestjs/common';
import { type Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { statusOfRefusal } from '../../contracts/http/refusal-status.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { latestOf } from '../../platform/read-models/latest-of.js';
import { DeleteForeverCommand } from '../delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../delete/delete-message.command.js';
import { messageNotFound } from '../held-copy.js';
import { MarkUnreadCommand } from '../mark-unread/mark-unread.command.js';
import { MoveMessageCommand } from '../move/move-message.command.js';
import { RestoreMessageCommand } from '../restore/restore-message.command.js';
import {
  type BatchAction,
  type BatchOutcome,
  type BatchResult,
  RunBatchCommand,
} from './run-batch.command.js';

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

interface Done {
  readonly result: BatchResult;
  readonly answer?: CommandAnswer;
}

@CommandHandler(RunBatchCommand)
export class RunBatchHandler implements ICommandHandler<RunBatchCommand> {
  constructor(
    private readonly bus: CommandBus,
    @Inject(EVENT_STORE) private readonly events: EventStore,
  ) {}

  /** @throws whatever is no refusal: the same batch can be sent again, what is done stays done */
  async execute(command: RunBatchCommand): Promise<BatchOutcome> {
    const done = await mapBounded([...new Set(command.ids)], CONCURRENCY, (id) => this.runOne(command, id));
    const after = await latestOf(
      this.events,
      done.flatMap(({ answer }) => answer ?? []),
    );
    return {
      results: done.map(({ result }) => result),
      after: after === undefined ? null : { stream: after.stream, revision: after.revision },
    };
  }

  private async runOne({ context, action, folder }: RunBatchCommand, id: string): Promise<Done> {
    try {
      // An id of another form names nothing, and reaches no store.
      if (!OPAQUE_ID.test(id)) throw messageNotFound();
      const operation = deterministicUuid(context.operation, id);
      const answer = await this.bus.execute(commands[action]({ ...context, operation }, id, folder ?? ''));
      return { result: { id, status: 200 }, answer };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { result: { id, status: statusOfRefusal(error.code), type: error.code } };
    }
  }
}
