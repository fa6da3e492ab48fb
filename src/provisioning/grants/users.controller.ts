import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox } from '../../auth/index.js';
import { AccountUserView } from '../../contracts/http/accounts.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { AccountUsers } from './account-users.js';

@ApiTags('accounts')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/users')
export class UsersController {
  constructor(private readonly accountUsers: AccountUsers) {}

  @Get()
  @ApiOperation({ summary: 'Who may use the account, by name' })
  @ApiAnswer(AccountUserView, { list: true })
  users(@CurrentMailbox() mailbox: string): Promise<AccountUserView[]> {
    return this.accountUsers.of(mailbox);
  }
}
