import { Body, Controller, Inject, Put, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiProperty, ApiTags } from '@nestjs/swagger';
import { Matches, ValidateIf } from 'class-validator';
import { SetDefaultAccountCommand } from '../../accounts/set-default-account/set-default-account.command.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { OPAQUE_ID } from '../../platform/http/opaque-id.pipe.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { personContext } from './person-context.js';

class DefaultAccountDto {
  @ApiProperty({ type: String, nullable: true, description: 'One of `accounts`; null: the person’s own.' })
  @ValidateIf((dto: DefaultAccountDto) => dto.account !== null)
  @Matches(OPAQUE_ID)
  account!: string | null;
}

@ApiTags('person')
@Access('session')
@Controller('api/v1/me/default-account')
export class DefaultAccountController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  @Put()
  @UseInterceptors(AnswersAfter)
  @ApiOperation({ summary: 'Sets the account that is shown after login' })
  @ApiAnswer(CommandAnswer)
  set(
    @CurrentPerson() { id: person, device }: CurrentPerson,
    @Body() { account }: DefaultAccountDto,
  ): Promise<CommandAnswer> {
    const context = personContext(this.randomness, person, device);
    return this.commands.execute(new SetDefaultAccountCommand(context, account));
  }
}
