import { Controller, Get, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox } from '../../auth/index.js';
import { NoticeView } from '../../contracts/http/accounts.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { NoticesQuery } from './notices.query.js';

@ApiTags('accounts')
@Access('mailbox')
@UseGuards(readYourWrites('settings'))
@Controller('api/v1/mailboxes/:m/notices')
export class NoticesController {
  constructor(private readonly query: NoticesQuery) {}

  @Get()
  @ApiOperation({
    summary: 'What the users of the account are told, of the last thirty days',
    description: 'Who got or lost the use of it, the newest first. `…/changes` says when to look again.',
  })
  @ApiAnswer(NoticeView, { list: true })
  notices(@CurrentMailbox() mailbox: string): Promise<NoticeView[]> {
    return this.query.of(mailbox);
  }
}
