import { Controller, Delete, HttpCode, HttpStatus, Inject, Param, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox, CurrentPerson, Unattended } from '../auth/index.js';
import { streams } from '../contracts/events/streams.js';
import { ReadersView } from '../contracts/http/messages.http.js';
import { messageDecider, messageOfCopy, openedCopy } from '../messages/index.js';
import { AGGREGATES, type Aggregates } from '../platform/commands/aggregates.js';
import { ApiAnswer } from '../platform/http/api-answer.decorator.js';
import { OpaqueId } from '../platform/http/opaque-id.pipe.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { ReadersQuery } from './readers.query.js';
import { Readings } from './readings.js';
import { Refuses } from '../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@Unattended()
@Controller('api/v1/mailboxes/:m/messages/:id/presence')
export class PresenceController {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly readings: Readings,
    private readonly readers: ReadersQuery,
  ) {}

  @Put()
  @Refuses('not-opened')
  @ApiOperation({
    summary: 'Says that one is reading the message, for a minute, and answers who else is',
    description:
      'To be said again every 20 s while the message is on the screen; it does not prolong the session. Of an account ' +
      'that is one person’s own nothing is noted.',
  })
  @ApiAnswer(ReadersView)
  async say(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<ReadersView> {
    const reading = { mailbox, copy, person };
    const { state } = await this.aggregates.load(messageDecider, streams.message(messageOfCopy(copy)));
    openedCopy(state, { ...reading, at: this.clock.now().toISOString() });
    const readers = await this.readers.others(reading);
    if (readers !== undefined) await this.readings.say(reading);
    return { readers: readers ?? [] };
  }

  @Delete()
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Says that one is no longer reading the message' })
  async leave(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<void> {
    await this.readings.end({ mailbox, copy, person });
  }
}
