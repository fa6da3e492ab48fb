import { Body, Controller, Post, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { PublishTermsCommand } from '../../accounts/publish-terms/publish-terms.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { TermsDto } from './terms.dto.js';
import { termsHtml } from './terms-html.js';

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/terms')
export class PublishTermsController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @TakesIdempotencyKey()
  @Refuses('version-taken')
  @ApiOperation({ summary: 'Publishes the terms of use: everybody is asked again at their next request' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  publish(
    @AdministratorCaller() caller: Caller,
    @Body() { version, title, html }: TermsDto,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { version, title, html },
      (context) => new PublishTermsCommand(context, version, title, termsHtml(html)),
    );
  }
}
