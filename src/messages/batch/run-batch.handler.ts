import { Inject } from '@nestjs/common';
import { type Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { problemOf } from '../../platform/http/problem-of.js';
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
/** What HTTP answers where a message is too busy, or a store out of reach: the others may still be done. */
const UNAVAILABLE = 503;

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

  /**
   * @throws what is neither a refusal nor passes by itself; under an idempotency key what passes, too, since the answer
   *   is kept for the key. The same batch can be sent again, what is done stays done.
   */
  async execute(command: RunBatchCommand): Promise<BatchOutcome> {
    const passing: BatchResult[] = [];
    const done = await mapBounded([...new Set(command.ids)], CONCURRENCY, (id) =>
      this.runOne(command, id, passing),
    );
    const after = await this.latest(
      command,
      done.flatMap(({ answer }) => answer ?? []),
    );
    return {
      results: done.map(({ result }) => result),
      after: after === undefined ? null : { stream: after.stream, revision: after.revision },
    };
  }

  /** @param passing what could not be done now is added to them; where they are many, nothing more is tried */
  private async runOne(command: RunBatchCommand, id: string, passing: BatchResult[]): Promise<Done> {
    const { context, action, folder } = command;
    const [outage] = passing.length >= CONCURRENCY ? passing : [];
    if (outage !== undefined) return { result: { ...outage, id } };
    try {
      // An id of another form names nothing, and reaches no store.
      if (!OPAQUE_ID.test(id)) throw messageNotFound();
      const operation = deterministicUuid(context.operation, id);
      const answer = await this.bus.execute(commands[action]({ ...context, operation }, id, folder ?? ''));
      return { result: { id, status: 200 }, answer };
    } catch (error) {
      const { status, code } = problemOf(error);
      const result = { id, status, type: code };
      if (passes(error, context)) passing.push(result);
      else if (!(error instanceof Refusal)) throw error;
      return { result };
    }
  }

  private async latest({ context }: RunBatchCommand, answers: readonly CommandAnswer[]) {
    try {
      return await latestOf(this.events, answers);
    } catch (error) {
      // What became of each message is told all the same.
      if (passes(error, context)) return answers.at(-1);
      throw error;
    }
  }
}

/** Whether it passes by itself. Never under an idempotency key: what is answered then is kept for it. */
const passes = (error: unknown, { keyed }: CommandContext): boolean =>
  keyed !== true && !(error instanceof Refusal) && problemOf(error).status === UNAVAILABLE;
