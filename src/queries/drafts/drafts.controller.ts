import { Controller, Get, Param, Query, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access, CurrentMailbox, CurrentPerson } from '../../auth/index.js';
import { type DraftRow, DraftRowPage, DraftView } from '../../contracts/http/drafts.http.js';
import { type Page } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { setEntityTag } from '../../platform/http/entity-tag.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { PageDto } from '../lists/page.dto.js';
import { DraftQuery } from './draft.query.js';
import { ListDraftsQuery } from './list-drafts.query.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('drafts')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/drafts')
export class DraftsController {
  constructor(
    private readonly drafts: ListDraftsQuery,
    private readonly draft: DraftQuery,
  ) {}

  @Get()
  @Refuses('invalid-cursor')
  @UseGuards(readYourWrites('drafts'))
  @ApiOperation({ summary: 'A page of the drafts, the newest saved first' })
  @ApiAnswer(DraftRowPage)
  list(@CurrentMailbox() mailbox: string, @Query() { limit, cursor }: PageDto): Promise<Page<DraftRow>> {
    return this.drafts.execute({ mailbox, limit, cursor });
  }

  /** The draft itself comes from the log; what it forwards is seen where the lists are. */
  @Get(':d')
  @UseGuards(readYourWrites('folder-view'))
  @ApiOperation({ summary: 'The draft as it was last saved; its `ETag` is for `If-Match`' })
  @ApiAnswer(DraftView)
  async read(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('d', OpaqueId) draft: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DraftView> {
    const { revision, view } = await this.draft.execute({ mailbox, draft, person });
    setEntityTag(response, revision);
    return view;
  }
}
