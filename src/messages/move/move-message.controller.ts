import { Body, Controller, HttpCode, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OPAQUE_ID, OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { MoveMessageCommand } from './move-message.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class MoveMessageDto {
  @ApiProperty({ description: 'Id of a folder of the mailbox.' })
  @Matches(OPAQUE_ID)
  folder!: string;
}

@ApiTags('messages')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/messages/:id/move')
export class MoveMessageController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('folder-not-found', 'drafts-only')
  @HttpCode(200)
  @ApiOperation({ summary: 'Moves the message to another folder' })
  @ApiAnswer(CommandAnswer)
  move(
    @CommandCaller() caller: Caller,
    @Param('id', OpaqueId) copy: string,
    @Body() { folder }: MoveMessageDto,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { copy, folder },
      (context) => new MoveMessageCommand(context, copy, folder),
    );
  }
}
