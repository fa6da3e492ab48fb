import { Controller, Delete, Param, Query, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { DeleteForeverCommand } from '../delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from './delete-message.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class DeleteMessageDto {
  @ApiPropertyOptional({
    enum: ['true', 'false'],
    description: 'For good, from « Messages supprimés » only.',
  })
  @IsOptional()
  @IsIn(['true', 'false'])
  forever?: 'true' | 'false';
}

@ApiTags('messages')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/messages/:id')
export class DeleteMessageController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Delete()
  @TakesIdempotencyKey()
  @Refuses('not-deleted')
  @ApiOperation({ summary: 'To « Messages supprimés »; with `forever`, for good' })
  @ApiAnswer(CommandAnswer)
  delete(
    @CommandCaller() caller: Caller,
    @Param('id', OpaqueId) copy: string,
    @Query() { forever }: DeleteMessageDto,
  ): Promise<CommandAnswer> {
    const Wanted = forever === 'true' ? DeleteForeverCommand : DeleteMessageCommand;
    return this.endpoint.execute(caller, { copy, forever }, (context) => new Wanted(context, copy));
  }
}
