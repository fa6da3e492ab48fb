import { Body, Controller, Headers, Param, Post, Put, Res, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access, CommandCaller } from '../../auth/index.js';
import { SavedDraft } from '../../contracts/http/drafts.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { TakesIfMatch, ifMatchOf, setEntityTag } from '../../platform/http/entity-tag.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { SaveDraftCommand } from './save-draft.command.js';
import { SaveDraftDto } from './save-draft.dto.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('drafts')
@Access('mailbox')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/mailboxes/:m/drafts')
export class SaveDraftController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('draft-empty', 'too-many-drafts', 'html-too-large')
  @ApiOperation({ summary: 'Saves a new draft: every field but the attachments' })
  @ApiAnswer(SavedDraft, { status: 201 })
  async create(
    @CommandCaller() caller: Caller,
    @Body() fields: SaveDraftDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SavedDraft> {
    const answer = await this.endpoint.execute(
      caller,
      fields,
      (context) => new SaveDraftCommand(context, fields),
    );
    setEntityTag(response, answer.revision);
    return { ...answer, attachmentsKept: false, discarded: false };
  }

  @Put(':d')
  @Refuses('html-too-large')
  @ApiOperation({ summary: 'Saves the draft again; deletes it where every field is empty' })
  @TakesIfMatch()
  @ApiAnswer(SavedDraft)
  async save(
    @CommandCaller() caller: Caller,
    @Param('d', OpaqueId) draft: string,
    @Headers('if-match') ifMatch: string | undefined,
    @Body() fields: SaveDraftDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SavedDraft> {
    const seen = ifMatchOf(ifMatch);
    const answer = await this.endpoint.run(
      caller,
      (context) => new SaveDraftCommand(context, fields, draft, seen),
    );
    if (!answer.discarded) setEntityTag(response, answer.revision);
    return { ...answer, attachmentsKept: false };
  }
}
