import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { personDecider, registerPerson } from '../person.decider.js';
import { RegisterPersonCommand } from './register-person.command.js';

@CommandHandler(RegisterPersonCommand)
export class RegisterPersonHandler implements ICommandHandler<RegisterPersonCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
  ) {}

  async execute({ context, person }: RegisterPersonCommand): Promise<CommandAnswer> {
    const id = person.id ?? deterministicUuid('person', context.operation);
    await this.keyring.create({ name: `person:${id}` });
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(id),
      context,
      (state) => registerPerson(state, person),
    );
    return { id, stream, revision };
  }
}
