import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { removeDevice } from '../decide-devices.js';
import { personDecider } from '../person.decider.js';
import { RemoveDeviceCommand } from './remove-device.command.js';

@CommandHandler(RemoveDeviceCommand)
export class RemoveDeviceHandler implements ICommandHandler<RemoveDeviceCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, person, device, reason }: RemoveDeviceCommand): Promise<CommandAnswer> {
    const removedAt = this.clock.now().toISOString();
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(person),
      context,
      (state) => removeDevice(state, { device, removedAt, reason }),
    );
    return { id: device, stream, revision };
  }
}
