import { Controller, Delete, Headers, Param, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CommandCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIfMatch, ifMatchOf } from '../../platform/http/entity-tag.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { DiscardDraftCommand } from './discard-draft.command.js';

@ApiTags('drafts')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/drafts/:d')
export class DiscardDraftController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Delete()
  @ApiOperation({ summary: 'Deletes the draft, at once and for good' })
  @TakesIfMatch()
  @ApiAnswer(CommandAnswer)
  discard(
    @CommandCaller() caller: Caller,
    @Param('d', OpaqueId) draft: string,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<CommandAnswer> {
    const seen = ifMatchOf(ifMatch);
    return this.endpoint.run(caller, (context) => new DiscardDraftCommand(context, draft, seen));
  }
}
