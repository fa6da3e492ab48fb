import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox, CurrentPerson } from '../../auth/index.js';
import { MessageView, TimelineEntryView } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { TimelineQuery } from '../timeline/timeline.query.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { MessageReader } from './message-reader.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@UseGuards(readYourWrites('folder-view', 'timeline'))
@Controller('api/v1/mailboxes/:m/messages/:id')
export class ReadingController {
  constructor(
    private readonly reader: MessageReader,
    private readonly timeline: TimelineQuery,
  ) {}

  @Get()
  @Refuses('not-opened')
  @ApiOperation({ summary: 'The whole message, once it has been opened' })
  @ApiAnswer(MessageView)
  read(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<MessageView> {
    return this.reader.read({ mailbox, copy, person });
  }

  @Get('events')
  @Refuses('not-opened')
  @ApiOperation({ summary: 'What happened to the message, newest first' })
  @ApiAnswer(TimelineEntryView, { list: true })
  async events(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<TimelineEntryView[]> {
    const { message } = await this.reader.find({ mailbox, copy, person });
    return this.timeline.execute(message, mailbox);
  }
}
