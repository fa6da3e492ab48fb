import { Body, Controller, Param, Put, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, AdministratorCaller } from '../../auth/index.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { TakesIdempotencyKey } from '../../platform/http/idempotency-key.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { ManagerDto, managerOf } from './manager.dto.js';
import { SetManagerCommand } from './set-manager.command.js';

@ApiTags('administration')
@Access('administrator')
@UseInterceptors(AnswersAfter)
@Controller('api/v1/admin/accounts/:a/manager')
export class SetManagerController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Put()
  @TakesIdempotencyKey()
  @ApiOperation({ summary: 'Says which structure administers the account, and whom to ask there' })
  @ApiAnswer(CommandAnswer)
  setManager(
    @AdministratorCaller() caller: Caller,
    @Param('a', OpaqueId) account: string,
    @Body() dto: ManagerDto,
  ): Promise<CommandAnswer> {
    const manager = managerOf(dto);
    return this.endpoint.execute(
      caller,
      { account, manager },
      (context) => new SetManagerCommand(context, account, manager),
    );
  }
}
