import { Command } from '@nestjs/cqrs';
import { type StrongAuth } from '../../contracts/events/person.events.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

/** The mobile device that showed the person's pairing code may act as them (S12). Answers the device's id. */
export class PairDeviceCommand extends Command<CommandAnswer> {
  constructor(
    readonly context: CommandContext,
    readonly device: {
      readonly name: string;
      /** Of its public key (RFC 7638). */
      readonly thumbprint: string;
      /** Of the session that showed the code. */
      readonly strongAuth: StrongAuth;
    },
  ) {
    super();
  }
}
