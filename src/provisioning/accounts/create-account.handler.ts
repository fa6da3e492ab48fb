import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { Config } from '../../platform/config/config.js';
import { checkAccountForm } from './account-form.js';
import { CreateAccountCommand } from './create-account.command.js';
import { ProvisionAccountCommand } from './provision-account.command.js';

@CommandHandler(CreateAccountCommand)
export class CreateAccountHandler implements ICommandHandler<CreateAccountCommand> {
  constructor(
    private readonly config: Config,
    private readonly bus: CommandBus,
  ) {}

  async execute({ context, form }: CreateAccountCommand): Promise<CommandAnswer> {
    const { account, errors } = checkAccountForm(form, this.config.platformDomains);
    if (account === null) throw new Refusal('invalid', 'La demande contient des erreurs.', errors);
    const { outcome, id, revision } = await this.bus.execute(new ProvisionAccountCommand(context, account));
    if (outcome !== 'created') throw new Refusal('address-taken', 'Cette adresse est déjà utilisée.');
    return { id, stream: streams.mailbox(id), revision };
  }
}
