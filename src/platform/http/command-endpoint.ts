import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import canonicalize from 'canonicalize';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../commands/aggregates.js';
import { IDEMPOTENCY, type IdempotencyStore, operationOf } from '../commands/idempotency.js';
import { RANDOMNESS, type Randomness } from '../randomness/randomness.js';

/** Who sends a command by HTTP. */
export interface Caller {
  readonly person: string;
  readonly mailbox: string;
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
    const { person, mailbox, route, key } = caller;
    if (key === undefined) return this.run(caller, command);
    const scope = { person, mailbox, route, key };
    const hash = hashOf(asked);
    const context = { ...this.context(caller, operationOf(scope, hash)), keyed: true };
    const stored = await this.idempotency.once(scope, hash, async () => {
      const { id, stream, revision } = await this.bus.execute(command(context));
      return { id, stream, revision };
    });
    return stored as unknown as CommandAnswer;
  }

  /** A command whose body is a stream: its handler knows only once it has passed what a key stands for. */
  run<Answer>(caller: Caller, command: (context: CommandContext) => Command<Answer>): Promise<Answer> {
    return this.bus.execute(command(this.context(caller, this.randomness.uuid())));
  }

  private context({ person, mailbox }: Caller, operation: string): CommandContext {
    const correlationId = this.randomness.uuid();
    return { actor: person, mailbox, correlationId, causationId: correlationId, operation };
  }
}

function hashOf(asked: unknown): string {
  return createHash('sha256')
    .update(canonicalize(asked) ?? '')
    .digest('hex');
}
