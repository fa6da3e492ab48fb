import { Controller, Get, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox } from '../../auth/index.js';
import {
  AutoReplyView,
  CorrespondenceView,
  ManagerView,
  NotificationsView,
  SignatureView,
} from '../../contracts/http/settings.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { readYourWrites } from '../../platform/http/read-your-writes.interceptor.js';
import { SettingsQuery } from './settings.query.js';

@ApiTags('settings')
@Access('mailbox')
@UseInterceptors(readYourWrites('settings'))
@Controller('api/v1/mailboxes/:m/settings')
export class SettingsController {
  constructor(private readonly settings: SettingsQuery) {}

  @Get('signatures')
  @ApiOperation({ summary: 'The signatures of the account, by name' })
  @ApiAnswer(SignatureView, { list: true })
  signatures(@CurrentMailbox() mailbox: string): Promise<SignatureView[]> {
    return this.settings.signatures(mailbox);
  }

  @Get('notifications')
  @ApiOperation({ summary: 'Of what the account is told by mail, and where' })
  @ApiAnswer(NotificationsView)
  async notifications(@CurrentMailbox() mailbox: string): Promise<NotificationsView> {
    const { address, received, opened, deleted, expiring, failed } = (await this.settings.of(mailbox))
      .notifications;
    return { address, received, opened, deleted, expiring, failed };
  }

  @Get('auto-reply')
  @ApiOperation({ summary: 'The automatic reply' })
  @ApiAnswer(AutoReplyView)
  async autoReply(@CurrentMailbox() mailbox: string): Promise<AutoReplyView> {
    const { enabled, text, from, to } = (await this.settings.of(mailbox)).autoReply;
    return { enabled, text, from, to };
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
