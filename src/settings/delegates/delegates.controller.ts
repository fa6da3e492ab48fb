import { Body, Controller, Delete, Get, Param, Post, Put, UseGuards, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { IsNotEmpty, IsString, MaxLength } from 'class-validator';
import { AddDelegateCommand } from '../../accounts/add-delegate/add-delegate.command.js';
import { ChangeDelegateCommand } from '../../accounts/change-delegate/change-delegate.command.js';
import { RemoveDelegateCommand } from '../../accounts/remove-delegate/remove-delegate.command.js';
import { Access, CommandCaller, CurrentMailbox } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { DelegateView } from '../../contracts/http/settings.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { DelegatesQuery } from './delegates.query.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class DelegateDto {
  @ApiProperty({ description: 'Of a Medimail account.' })
  @IsString()
  @IsNotEmpty()
  @MaxLength(1_000)
  address!: string;
}

@ApiTags('settings')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/settings/delegates')
export class DelegatesController {
  constructor(
    private readonly delegates: DelegatesQuery,
    private readonly endpoint: CommandEndpoint,
  ) {}

  @Get()
  @UseGuards(readYourWrites('settings', 'accounts'))
  @ApiOperation({ summary: 'The accounts that get a copy of what this one receives' })
  @ApiAnswer(DelegateView, { list: true })
  list(@CurrentMailbox() mailbox: string): Promise<DelegateView[]> {
    return this.delegates.of(mailbox);
  }

  @Post()
  @TakesIdempotencyKey()
  @Refuses('address-refused', 'delegate-is-oneself', 'delegate-twice', 'too-many-delegates')
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Adds a delegate: from the next message on' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  add(@CommandCaller() caller: Caller, @Body() { address }: DelegateDto): Promise<CommandAnswer> {
    return this.endpoint.execute(caller, { address }, (context) => new AddDelegateCommand(context, address));
  }

  @Put(':d')
  @Refuses('address-refused', 'delegate-is-oneself', 'delegate-twice')
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Puts another account in the delegate’s place' })
  @ApiAnswer(CommandAnswer)
  change(
    @CommandCaller() caller: Caller,
    @Param('d', OpaqueId) delegation: string,
    @Body() { address }: DelegateDto,
  ): Promise<CommandAnswer> {
    return this.endpoint.run(caller, (context) => new ChangeDelegateCommand(context, delegation, address));
  }

  @Delete(':d')
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Removes a delegate: the copies of before stay' })
  @ApiAnswer(CommandAnswer)
  remove(@CommandCaller() caller: Caller, @Param('d', OpaqueId) delegation: string): Promise<CommandAnswer> {
    return this.endpoint.run(caller, (context) => new RemoveDelegateCommand(context, delegation));
  }
}
