import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { personDecider, refuseLogin } from '../person.decider.js';
import { RecordRefusedLoginCommand } from './record-refused-login.command.js';

@CommandHandler(RecordRefusedLoginCommand)
export class RecordRefusedLoginHandler implements ICommandHandler<RecordRefusedLoginCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, person, reason }: RecordRefusedLoginCommand): Promise<undefined> {
    const refusedAt = this.clock.now().toISOString();
    await this.aggregates.execute(personDecider, streams.person(person), context, (state) =>
      refuseLogin(state, { reason, refusedAt }),
    );
    return undefined;
  }
}
