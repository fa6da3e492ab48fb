import { Controller, Get, Headers, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access, CurrentMailbox, CurrentPerson, Unattended } from '../../auth/index.js';
import { ChangesHub } from './changes-hub.js';
import { ApiAnswerStream } from '../../platform/http/api-answer.decorator.js';
import { EventStreamWriter } from './event-stream.js';
import { OpenStreams } from './open-streams.js';

const HEARTBEAT_MS = 20_000;
const EVENT_ID = /^[0-9-]{1,60}\.\d{4}$/;

@ApiTags('messages')
@Access('mailbox')
@Unattended()
@Controller('api/v1/mailboxes/:m/changes')
export class ChangesController {
  constructor(
    private readonly hub: ChangesHub,
    private readonly streams: OpenStreams,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What changes in the mailbox, as server-sent events' })
  @ApiAnswerStream('text/event-stream')
  follow(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() person: CurrentPerson,
    @Headers('last-event-id') lastId: string | undefined,
    @Res() response: Response,
  ): void {
    const reader = new EventStreamWriter(response);
    const ended = this.streams.add(person, mailbox, () => reader.close());
    reader.open();
    const changes = this.hub.watch(mailbox, lastEventId(lastId)).subscribe({
      next: (change) => {
        if (change === 'reset') reader.send('reset', {});
        else {
          const { id, folder, message, kind } = change;
          reader.send('change', { folder, message, kind }, id);
        }
      },
      complete: () => reader.close(),
    });
    const heartbeat = setInterval(() => reader.heartbeat(), HEARTBEAT_MS);
    response.once('close', () => {
      clearInterval(heartbeat);
      ended();
      changes.unsubscribe();
    });
  }
}

/** One that we never gave is older than everything: the reader is told to look at everything again. */
function lastEventId(header: string | undefined): string | undefined {
  if (header === undefined || header === '') return undefined;
  return EVENT_ID.test(header) ? header : '';
}
