import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { fullName, mailboxDecider, type MailboxState, personDecider } from '../../accounts/index.js';
import { Access, CurrentMailbox } from '../../auth/index.js';
import { streams } from '../../contracts/events/streams.js';
import { AccountUserView } from '../../contracts/http/accounts.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';

/** People looked up at once. */
const CONCURRENCY = 8;

@ApiTags('accounts')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/users')
export class UsersController {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /** From the log as it is now: who reads this acts on it. */
  @Get()
  @ApiOperation({ summary: 'Who may use the account, by name' })
  @ApiAnswer(AccountUserView, { list: true })
  async users(@CurrentMailbox() mailbox: string): Promise<AccountUserView[]> {
    const { owner, grants } = await this.mailbox(mailbox);
    const all: (readonly [string, string | null])[] = [
      ...(owner === null ? [] : [[owner, null] as const]),
      ...grants,
    ];
    const users = await mapBounded(all, CONCURRENCY, ([person, grant]) => this.user(person, grant));
    return users.sort((a, b) => a.name.localeCompare(b.name, 'fr'));
  }

  private async user(person: string, grant: string | null): Promise<AccountUserView> {
    const { state } = await this.aggregates.load(personDecider, streams.person(person));
    const { address } = await this.mailbox(state.mailbox);
    return { grant, address: address ?? '', name: fullName(state) };
  }

  private async mailbox(id: string): Promise<MailboxState> {
    return (await this.aggregates.load(mailboxDecider, streams.mailbox(id))).state;
  }
}
