import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { MAX_NAME_LENGTH } from '../folder-name.js';
import { CreateFolderCommand } from './create-folder.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class CreateFolderDto {
  @ApiProperty({ minLength: 1, maxLength: MAX_NAME_LENGTH })
  @IsString()
  name!: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'A folder of one’s own or `inbox`; null for the root.',
  })
  @IsOptional()
  @Matches(OPAQUE_ID)
  parentId?: string | null;
}

@ApiTags('folders')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/folders')
export class CreateFolderController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('folder-not-found', 'name-taken', 'too-deep', 'parent-not-allowed', 'too-many-folders')
  @ApiOperation({ summary: 'Makes a folder' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  create(
    @CommandCaller() caller: Caller,
    @Body() { name, parentId = null }: CreateFolderDto,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { name, parentId },
      (context) => new CreateFolderCommand(context, name, parentId),
    );
  }
}
