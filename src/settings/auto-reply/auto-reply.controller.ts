import { Body, Controller, Headers, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsBoolean, IsString, MaxLength, ValidateIf } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { entityTagsOf, TakesIfMatch } from '../../platform/http/entity-tag.js';
import { MAX_AUTO_REPLY_LENGTH } from '../decide-auto-reply.js';
import { SetAutoReplyCommand } from './set-auto-reply.command.js';

class AutoReplyDto {
  @ApiProperty()
  @IsBoolean()
  enabled!: boolean;

  @ApiProperty({ maxLength: MAX_AUTO_REPLY_LENGTH })
  @IsString()
  @MaxLength(MAX_AUTO_REPLY_LENGTH)
  text!: string;

  @ApiProperty({ type: String, nullable: true, description: 'The first day, in Paris; null: from now on.' })
  @ValidateIf((dto: AutoReplyDto) => dto.from !== null)
  @IsString()
  from!: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'The last day, it included; null: no end.' })
  @ValidateIf((dto: AutoReplyDto) => dto.to !== null)
  @IsString()
  to!: string | null;
}

@ApiTags('settings')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/settings/auto-reply')
export class AutoReplyController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Put()
  @TakesIfMatch()
  @ApiOperation({ summary: 'Sets the automatic reply' })
  @ApiAnswer(CommandAnswer)
  set(
    @CommandCaller() caller: Caller,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() { enabled, text, from, to }: AutoReplyDto,
  ): Promise<CommandAnswer> {
    const seen = entityTagsOf(ifMatch);
    const reply = { enabled, text, from, to };
    return this.endpoint.run(caller, (context) => new SetAutoReplyCommand(context, reply, seen));
  }
}
