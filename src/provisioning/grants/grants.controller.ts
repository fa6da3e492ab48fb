import { Body, Controller, Delete, Get, Param, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { WithdrawAccessCommand } from '../../accounts/withdraw-access/withdraw-access.command.js';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { AccountUserView } from '../../contracts/http/accounts.http.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';
import { AccountUsers } from './account-users.js';

class GrantDto {
  @ApiProperty({ maxLength: 254, description: 'Of the login account whose person may use this one.' })
  @IsString()
  @MaxLength(254)
  address!: string;
}

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/accounts/:a/grants')
export class GrantsController {
  constructor(
    private readonly endpoint: CommandEndpoint,
    private readonly users: AccountUsers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Who may use the account by a grant, by name; each with the id of the grant' })
  @ApiAnswer(AccountUserView, { list: true })
  async list(@Param('a', OpaqueId) account: string): Promise<AccountUserView[]> {
    return (await this.users.of(account)).filter(({ grant }) => grant !== null);
  }

  @Post()
  @TakesIdempotencyKey()
  @Refuses('address-refused', 'already-granted', 'personal-mailbox')
  @ApiOperation({ summary: 'Lets the person of a login account use this organisational or applicative one' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  grant(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Body() { address }: GrantDto,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { account, address },
      (context) => new GrantAccessCommand(context, account, address),
    );
  }

  @Delete(':g')
  @TakesIdempotencyKey()
  @ApiOperation({ summary: 'Ends the grant: the next request of that person is refused' })
  @ApiAnswer(CommandAnswer)
  withdraw(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Param('g', OpaqueId) grant: string,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { account, grant },
      (context) => new WithdrawAccessCommand(context, account, grant),
    );
  }
}
