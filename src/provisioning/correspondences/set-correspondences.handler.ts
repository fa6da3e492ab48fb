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
    // Where one is refused none is set.
    for (const dry of [true, false]) {
      for (const one of correspondences) {
        const step = stepOf(context, `correspondence ${one.kind}`);
        const command = new SetCorrespondenceCommand(step, account, one, dry);
        answer = await this.bus.execute(command);
      }
    }
    if (answer === undefined) throw new Refusal('invalid', 'Indiquez au moins une correspondance.');
    return answer;
  }
}
