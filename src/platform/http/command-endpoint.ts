import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import canonicalize from 'canonicalize';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type JsonObject } from '../../contracts/json.js';
import { type CommandContext } from '../commands/aggregates.js';
import {
  IDEMPOTENCY,
  type IdempotencyStore,
  operationOf,
  type StoredAnswer,
} from '../commands/idempotency.js';
import { RANDOMNESS, type Randomness } from '../randomness/randomness.js';

/** Who sends a command by HTTP. */
export interface Caller {
  readonly person: string;
  readonly mailbox: string;
  /** The person's mobile device, where it is one that calls. */
  readonly device?: string | undefined;
  /** Method and pattern of the route. */
  readonly route: string;
  /** `Idempotency-Key`. */
  readonly key?: string | undefined;
}

/** From a request to the command bus: context, ids, and once only for an idempotency key. */
@Injectable()
export class CommandEndpoint {
  constructor(
    private readonly bus: CommandBus,
    @Inject(IDEMPOTENCY) private readonly idempotency: IdempotencyStore,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /**
   * @param asked what the request asks for, as JSON: the same key with something else is refused
   * @throws IdempotencyConflict, IdempotencyInProgress, and what the command's handler throws
   */
  async execute(
    caller: Caller,
    asked: unknown,
    command: (context: CommandContext) => Command<CommandAnswer>,
  ): Promise<CommandAnswer> {
    if (caller.key === undefined) return this.run(caller, command);
    const stored = await this.once(caller, asked, async (context) => {
      const { id, stream, revision } = await this.bus.execute(command(context));
      return { id, stream, revision };
    });
    return stored as unknown as CommandAnswer;
  }

  /**
   * As {@link execute}, of a command that answers something else. All of the answer is kept for the key: it holds ids,
   * numbers and codes, never a text of the user's.
   */
  async executeWhole<Answer extends JsonObject>(
    caller: Caller,
    asked: unknown,
    command: (context: CommandContext) => Command<Answer>,
  ): Promise<Answer> {
    if (caller.key === undefined) return this.run(caller, command);
    const stored = await this.once(caller, asked, (context) => this.bus.execute(command(context)));
    // The same body under the same key was answered by the same command.
    return stored as Answer;
  }

  /**
   * As {@link execute}, without a key: a command that may be repeated, or whose body is a stream, of which its handler
   * knows only once it has passed what a key stands for.
   */
  run<Answer>(caller: Caller, command: (context: CommandContext) => Command<Answer>): Promise<Answer> {
    return this.bus.execute(command(this.context(caller, this.randomness.uuid())));
  }

  private once(
    { key = '', ...caller }: Caller,
    asked: unknown,
    run: (context: CommandContext) => Promise<StoredAnswer>,
  ): Promise<StoredAnswer> {
    const { person, mailbox, route } = caller;
    const scope = { person, mailbox, route, key };
    const hash = hashOf(asked);
    const context = { ...this.context(caller, operationOf(scope, hash)), keyed: true };
    return this.idempotency.once(scope, hash, () => run(context));
  }

  private context({ person, mailbox, device }: Caller, operation: string): CommandContext {
    const correlationId = this.randomness.uuid();
    return { actor: person, mailbox, device, correlationId, causationId: correlationId, operation };
  }
}

function hashOf(asked: unknown): string {
  return createHash('sha256')
    .update(canonicalize(asked) ?? '')
    .digest('hex');
}
