import { Controller, Get, Param, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access, CurrentMailbox } from '../../auth/index.js';
import {
  AutoReplyView,
  CorrespondenceView,
  ManagerView,
  NotificationsView,
  SignatureView,
} from '../../contracts/http/settings.http.js';
import { contentTag } from '../../platform/commands/content-tag.js';
import { setEntityTag } from '../../platform/http/entity-tag.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { SettingsQuery } from './settings.query.js';

@ApiTags('settings')
@Access('mailbox')
@UseGuards(readYourWrites('settings'))
@Controller('api/v1/mailboxes/:m/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsQuery) {}

  @Get('signatures')
  @ApiOperation({ summary: 'The signatures of the account, by name; each has its `ETag` by itself' })
  @ApiAnswer(SignatureView, { list: true })
  signatures(@CurrentMailbox() mailbox: string): Promise<SignatureView[]> {
    return this.settings.signatures(mailbox);
  }

  @Get('signatures/:s')
  @ApiOperation({ summary: 'A signature; its `ETag` is for `If-Match`' })
  @ApiAnswer(SignatureView)
  async signature(
    @CurrentMailbox() mailbox: string,
    @Param('s', OpaqueId) signature: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SignatureView> {
    const { id, ...content } = await this.settings.signature(mailbox, signature);
    setEntityTag(response, contentTag(content));
    return { id, ...content };
  }

  @Get('notifications')
  @ApiOperation({ summary: 'Of what the account is told by mail, and where; its `ETag` is for `If-Match`' })
  @ApiAnswer(NotificationsView)
  async notifications(
    @CurrentMailbox() mailbox: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<NotificationsView> {
    const { address, received, opened, deleted, expiring, failed } = (await this.settings.of(mailbox))
      .notifications;
    const shown = { address, received, opened, deleted, expiring, failed };
    setEntityTag(response, contentTag(shown));
    return shown;
  }

  @Get('auto-reply')
  @ApiOperation({ summary: 'The automatic reply; its `ETag` is for `If-Match`' })
  @ApiAnswer(AutoReplyView)
  async autoReply(
    @CurrentMailbox() mailbox: string,
    @Res({ passthrough: true }) response: Response,
  ): Promise<AutoReplyView> {
    const { enabled, text, from, to } = (await this.settings.of(mailbox)).autoReply;
    const shown = { enabled, text, from, to };
    setEntityTag(response, contentTag(shown));
    return shown;
  }

  @Get('correspondences')
  @ApiOperation({ summary: 'The addresses of MSSanté and Apicrypt under which the account is reached' })
  @ApiAnswer(CorrespondenceView, { list: true })
  async correspondences(@CurrentMailbox() mailbox: string): Promise<readonly CorrespondenceView[]> {
    return (await this.settings.of(mailbox)).correspondences;
  }

  @Get('manager')
  @ApiOperation({ summary: 'The structure that administers the account, and whom to ask there' })
  @ApiAnswer(ManagerView)
  async manager(@CurrentMailbox() mailbox: string): Promise<ManagerView> {
    return (await this.settings.of(mailbox)).manager ?? { name: '', administrators: [] };
  }
}
