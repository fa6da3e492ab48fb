import { Body, Controller, Delete, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Refuses } from '../../platform/http/refuses.decorator.js';
import { RemoveCorrespondenceCommand } from '../../accounts/remove-correspondence/remove-correspondence.command.js';
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
export class CorrespondencesController {
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

  @Delete(':kind')
  @TakesIdempotencyKey()
  @ApiParam({ name: 'kind', enum: ['mssante', 'apicrypt'] })
  @ApiOperation({ summary: 'Takes that address from the account: it is free for others from then on' })
  @ApiAnswer(CommandAnswer)
  remove(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Param('kind', OpaqueId) kind: string,
  ): Promise<CommandAnswer> {
    return this.endpoint.execute(
      caller,
      { account, kind },
      (context) => new RemoveCorrespondenceCommand(context, account, kind),
    );
  }
}
