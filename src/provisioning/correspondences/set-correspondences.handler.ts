import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SetCorrespondenceCommand } from '../../accounts/set-correspondence/set-correspondence.command.js';
import { Refusal, type RefusedField } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { stepOf } from '../../platform/commands/step-of.js';
import { SetCorrespondencesCommand } from './set-correspondences.command.js';

@CommandHandler(SetCorrespondencesCommand)
export class SetCorrespondencesHandler implements ICommandHandler<SetCorrespondencesCommand> {
  constructor(private readonly bus: CommandBus) {}

  async execute(command: SetCorrespondencesCommand): Promise<CommandAnswer> {
    // Where one is refused none is set.
    await this.checkAll(command);
    let answer: CommandAnswer | undefined;
    for (const one of this.commandsOf(command, false)) answer = await this.bus.execute(one);
    if (answer === undefined) throw new Refusal('invalid', 'Indiquez au moins une correspondance.');
    return answer;
  }

  /** @throws Refusal the first one's, with the errors of all, each with the place of its correspondence */
  private async checkAll(command: SetCorrespondencesCommand): Promise<void> {
    const refusals: Refusal[] = [];
    for (const [index, one] of this.commandsOf(command, true).entries()) {
      try {
        await this.bus.execute(one);
      } catch (error) {
        if (!(error instanceof Refusal) || error.code === 'not-found') throw error;
        refusals.push(new Refusal(error.code, error.detail, placed(error, index)));
      }
    }
    const [first] = refusals;
    if (first === undefined) return;
    throw new Refusal(
      first.code,
      first.detail,
      refusals.flatMap(({ errors }) => errors),
    );
  }

  private commandsOf(
    { context, account, correspondences }: SetCorrespondencesCommand,
    dry: boolean,
  ): SetCorrespondenceCommand[] {
    const step = (kind: string): CommandContext => stepOf(context, `correspondence ${kind}`);
    return correspondences.map((one) => new SetCorrespondenceCommand(step(one.kind), account, one, dry));
  }
}

function placed({ code, detail, errors }: Refusal, index: number): RefusedField[] {
  const own = errors.length > 0 ? errors : [{ field: 'address', code, detail }];
  return own.map((error) => ({ ...error, field: `correspondences.${index}.${error.field}` }));
}
