import { Body, Controller, Param, Patch, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, IsString, Matches, ValidateIf } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OPAQUE_ID, OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { MAX_NAME_LENGTH } from '../folder-name.js';
import { ChangeFolderCommand } from './change-folder.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class ChangeFolderDto {
  @ApiPropertyOptional({ minLength: 1, maxLength: MAX_NAME_LENGTH, description: 'Stays when absent.' })
  @ValidateIf(({ name }: ChangeFolderDto) => name !== undefined)
  @IsString()
  name?: string;

  @ApiPropertyOptional({
    type: String,
    nullable: true,
    description: 'A folder of one’s own or `inbox`; null for the root. Stays when absent.',
  })
  @IsOptional()
  @Matches(OPAQUE_ID)
  parentId?: string | null;
}

@ApiTags('folders')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/folders/:f')
export class ChangeFolderController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Patch()
  @TakesIdempotencyKey()
  @Refuses('folder-not-found', 'default-folder', 'name-taken', 'cycle', 'too-deep', 'parent-not-allowed')
  @ApiOperation({ summary: 'Renames the folder, moves it, or both at once' })
  @ApiAnswer(CommandAnswer)
  change(
    @CommandCaller() caller: Caller,
    @Param('f', OpaqueId) folder: string,
    @Body() { name, parentId: parent }: ChangeFolderDto,
  ): Promise<CommandAnswer> {
    const change = { folder, name, parent };
    return this.endpoint.execute(caller, change, (context) => new ChangeFolderCommand(context, change));
  }
}
