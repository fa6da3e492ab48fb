import { Body, Controller, Headers, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { ifMatchOf, TakesIfMatch } from '../../platform/http/entity-tag.js';
import { SendMessageCommand } from './send-message.command.js';
import { SendMessageDto } from './send-message.dto.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/messages')
export class SendMessageController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses(
    'recipients-refused',
    'not-opened',
    'attachment-taken',
    'too-many-holders',
    'draft-sent',
    'attachments-too-large',
    'html-too-large',
  )
  @ApiOperation({ summary: 'Seals the message and sends it' })
  @TakesIfMatch(
    'With `draftId`, the `ETag` of the draft that this window has read: nothing is sent if it changed.',
  )
  @ApiAnswer(CommandAnswer, { status: 201 })
  send(
    @CommandCaller() caller: Caller,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() message: SendMessageDto,
  ): Promise<CommandAnswer> {
    const seen = ifMatchOf(ifMatch);
    return this.endpoint.execute(
      caller,
      message,
      (context) => new SendMessageCommand(context, message, seen),
    );
  }
}
