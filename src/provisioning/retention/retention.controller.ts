import { Body, Controller, HttpCode, Inject, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { mailboxDecider, setLegalHold } from '../../accounts/index.js';
import { Access, CurrentPerson } from '../../auth/index.js';
import { streams } from '../../contracts/events/streams.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { SetRetentionCommand } from '../../accounts/set-retention/set-retention.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';
import { RetentionDto } from './retention.dto.js';

@ApiTags('administration')
@Access('administrator')
@Controller('api/v1/admin/accounts/:a')
export class RetentionController {
  constructor(
    private readonly endpoint: CommandEndpoint,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
  ) {}

  @Put('retention')
  @Refuses('retention-too-long')
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Lets the account keep its messages for less than three months' })
  @ApiAnswer(CommandAnswer)
  setRetention(
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('a', OpaqueId) mailbox: string,
    @Body() { days }: RetentionDto,
  ): Promise<CommandAnswer> {
    // Setting what is set changes nothing: no idempotency key is needed.
    const caller = { person, mailbox, route: 'PUT /admin/accounts/:a/retention' };
    return this.endpoint.run(caller, (context) => new SetRetentionCommand(context, mailbox, days));
  }

  @Put('legal-hold')
  @Refuses('no-legal-hold')
  @HttpCode(204)
  @ApiNoContentResponse({ description: 'Never: it is refused.' })
  @ApiOperation({ summary: 'Refused, with the reason: nothing is kept for longer' })
  async setLegalHold(@Param('a', OpaqueId) mailbox: string): Promise<never> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    return setLegalHold(state);
  }
}
