import { Body, Controller, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../platform/http/refuses.decorator.js';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { CorrespondencesDto, correspondencesOf } from './correspondences.dto.js';
import { SetCorrespondencesCommand } from './set-correspondences.command.js';

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/accounts/:a/correspondences')
export class SetCorrespondencesController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Put()
  @TakesIdempotencyKey()
  @Refuses('address-taken', 'address-refused')
  @ApiOperation({ summary: 'The addresses of MSSanté and Apicrypt under which the account is reached too' })
  @ApiAnswer(CommandAnswer)
  set(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Body() dto: CorrespondencesDto,
  ): Promise<CommandAnswer> {
    const correspondences = correspondencesOf(dto);
    return this.endpoint.execute(
      caller,
      { account, correspondences },
      (context) => new SetCorrespondencesCommand(context, account, correspondences),
    );
  }
}
