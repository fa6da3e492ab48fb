import { Controller, HttpCode, Inject, Param, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access, CommandCaller } from '../../auth/index.js';
import { MessageView } from '../../contracts/http/messages.http.js';
import { OpenMessageCommand } from '../../messages/open/open-message.command.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { setAfter, setStale } from '../../platform/http/after-header.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { MessageReader } from './message-reader.js';

/** A command that answers what it lets be read: the one place where both sides meet. */
@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/messages/:id/open')
export class OpenMessageController {
  constructor(
    private readonly endpoint: CommandEndpoint,
    private readonly reader: MessageReader,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
  ) {}

  @Post()
  @TakesIdempotencyKey()
  @HttpCode(200)
  @ApiOperation({
    summary: 'Records the opening, once for a person and mailbox, and answers the whole message',
  })
  @ApiAnswer(MessageView)
  async open(
    @CommandCaller() caller: Caller,
    @Param('id', OpaqueId) copy: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<MessageView> {
    const opened = await this.endpoint.execute(
      caller,
      { copy },
      (context) => new OpenMessageCommand(context, copy),
    );
    setAfter(response, opened);
    if (!(await this.readModels.caughtUpWith(opened, ['folder-view', 'timeline']))) setStale(response);
    return this.reader.read({ mailbox: caller.mailbox, copy, person: caller.person });
  }
}
