import { Controller, Delete, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { IsOptional, Matches } from 'class-validator';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OPAQUE_ID, OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { DeleteFolderCommand } from './delete-folder.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class DeleteFolderDto {
  @ApiPropertyOptional({
    description: 'Where its messages and sub-folders go: any folder but `drafts` and those that it holds.',
  })
  @IsOptional()
  @Matches(OPAQUE_ID)
  moveTo?: string;
}

@ApiTags('folders')
@Access('mailbox')
// Whether the folder is empty, a list says: it must show what this user has just put there.
@UseGuards(readYourWrites('folder-view'))
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/folders/:f')
export class DeleteFolderController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Delete()
  @TakesIdempotencyKey()
  @Refuses(
    'folder-not-found',
    'default-folder',
    'not-empty',
    'cycle',
    'drafts-only',
    'name-taken',
    'too-deep',
    'parent-not-allowed',
  )
  @ApiOperation({ summary: 'Deletes the folder: an empty one, or with `moveTo` after moving what it holds' })
  @ApiAnswer(CommandAnswer)
  delete(
    @CommandCaller() caller: Caller,
    @Param('f', OpaqueId) folder: string,
    @Query() { moveTo }: DeleteFolderDto,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { folder, moveTo },
      (context) => new DeleteFolderCommand(context, folder, moveTo),
    );
  }
}
