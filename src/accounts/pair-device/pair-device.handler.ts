import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { pairDevice } from '../decide-devices.js';
import { personDecider } from '../person.decider.js';
import { PairDeviceCommand } from './pair-device.command.js';

@CommandHandler(PairDeviceCommand)
export class PairDeviceHandler implements ICommandHandler<PairDeviceCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, device }: PairDeviceCommand): Promise<CommandAnswer> {
    const now = this.clock.now();
    const id = deterministicUuid('device', context.operation);
    const { stream, revision } = await this.aggregates.execute(
      personDecider,
      streams.person(context.actor ?? ''),
      context,
      (state) => pairDevice(state, { ...device, device: id, now }),
    );
    return { id, stream, revision };
  }
}
