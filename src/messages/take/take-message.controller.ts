import { Controller, Delete, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { ReleaseMessageCommand } from './release-message.command.js';
import { TakeMessageCommand } from './take-message.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/messages/:id/take')
export class TakeMessageController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('in-deleted-messages', 'not-received', 'already-taken')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes the message in charge, for the other users of the account to see' })
  @ApiAnswer(CommandAnswer)
  take(@CommandCaller() caller: Caller, @Param('id', OpaqueId) copy: string): Promise<CommandAnswer> {
    return this.endpoint.execute(caller, { copy }, (context) => new TakeMessageCommand(context, copy));
  }

  @Delete()
  @TakesIdempotencyKey()
  @ApiOperation({ summary: 'Ends the taking in charge, whoever of the account took it' })
  @ApiAnswer(CommandAnswer)
  release(@CommandCaller() caller: Caller, @Param('id', OpaqueId) copy: string): Promise<CommandAnswer> {
    return this.endpoint.execute(caller, { copy }, (context) => new ReleaseMessageCommand(context, copy));
  }
}
