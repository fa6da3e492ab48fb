import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { fullName, personDecider } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CopyCommands } from '../acting/copy-commands.js';
import { AlreadyTaken, take } from '../decide-take.js';
import { TakeMessageCommand } from './take-message.command.js';

@CommandHandler(TakeMessageCommand)
export class TakeMessageHandler implements ICommandHandler<TakeMessageCommand> {
  constructor(
    private readonly copies: CopyCommands,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  /** @throws Refusal `already-taken` with who has it */
  async execute({ context, copy }: TakeMessageCommand): Promise<CommandAnswer> {
    try {
      const { answer } = await this.copies.execute(context, copy, take);
      return answer;
    } catch (error) {
      throw error instanceof AlreadyTaken ? await this.naming(error) : error;
    }
  }

  /** The message's state knows people by their ids alone. */
  private async naming(refusal: AlreadyTaken): Promise<Refusal> {
    const { state } = await this.aggregates.load(personDecider, streams.person(refusal.person));
    const name = fullName(state);
    if (name === '') return refusal;
    return new Refusal(refusal.code, `Ce message est déjà pris en charge par ${name}.`);
  }
}
