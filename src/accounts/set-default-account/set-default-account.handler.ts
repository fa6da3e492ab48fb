import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { setDefaultAccount } from '../decide-default-account.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { mayUse } from '../mailbox.state.js';
import { personDecider } from '../person.decider.js';
import { SetDefaultAccountCommand } from './set-default-account.command.js';

@CommandHandler(SetDefaultAccountCommand)
export class SetDefaultAccountHandler implements ICommandHandler<SetDefaultAccountCommand> {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  async execute({ context, account }: SetDefaultAccountCommand): Promise<CommandAnswer> {
    const person = context.actor ?? '';
    if (account !== null) await this.checkRight(person, account);
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(person),
      context,
      (state) => setDefaultAccount(state, account),
    );
    return { id: person, stream, revision };
  }

  private async checkRight(person: string, account: string): Promise<void> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(account));
    if (!mayUse(state, person)) throw new Refusal('not-found', 'Ce compte n’existe pas.');
  }
}
