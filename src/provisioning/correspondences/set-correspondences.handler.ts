import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SetCorrespondenceCommand } from '../../accounts/set-correspondence/set-correspondence.command.js';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { stepOf } from '../step-of.js';
import { SetCorrespondencesCommand } from './set-correspondences.command.js';

@CommandHandler(SetCorrespondencesCommand)
export class SetCorrespondencesHandler implements ICommandHandler<SetCorrespondencesCommand> {
  constructor(private readonly bus: CommandBus) {}

  async execute({ context, account, correspondences }: SetCorrespondencesCommand): Promise<CommandAnswer> {
    let answer: CommandAnswer | undefined;
    for (const { kind, address, ...terms } of correspondences) {
      const step = stepOf(context, `correspondence ${kind}`);
      answer = await this.bus.execute(new SetCorrespondenceCommand(step, account, kind, address, terms));
    }
    if (answer === undefined) throw new Refusal('invalid', 'Indiquez au moins une correspondance.');
    return answer;
  }
}
