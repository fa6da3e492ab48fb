import { Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { RestoreMessageCommand } from './restore-message.command.js';

@ApiTags('messages')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/messages/:id/restore')
export class RestoreMessageController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @HttpCode(200)
  @ApiOperation({ summary: 'Puts the message back from « Messages supprimés », where it was' })
  @ApiAnswer(CommandAnswer)
  restore(@CommandCaller() caller: Caller, @Param('id', OpaqueId) copy: string): Promise<CommandAnswer> {
    return this.endpoint.execute(caller, { copy }, (context) => new RestoreMessageCommand(context, copy));
  }
}
