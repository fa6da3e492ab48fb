import { Controller, Inject, Param, Post, UseInterceptors } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { IssueAssociationCodeCommand } from '../../accounts/issue-association-code/issue-association-code.command.js';
import { AssociationCodeView } from '../../contracts/http/me.http.js';
import { AnswersAfter } from '../../platform/http/answers-after.interceptor.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { personContext } from '../me/person-context.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('administration')
@Access('administrator')
@Controller('api/v1/admin/accounts/:a/association-codes')
export class AssociationCodesController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /** Not once for an idempotency key: what is kept for that would hold the code. A second call makes a new one. */
  @Post()
  @Refuses('shared-account', 'already-linked')
  @UseInterceptors(AnswersAfter)
  @ApiOperation({
    summary: 'A one-time association code for the person of the account',
    description: 'Told in this answer alone; takes the place of the one before. Seven days, five tries.',
  })
  @ApiAnswer(AssociationCodeView, { status: 201 })
  issue(
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('a', OpaqueId) account: string,
  ): Promise<AssociationCodeView> {
    return this.commands.execute(
      new IssueAssociationCodeCommand(personContext(this.randomness, person), account),
    );
  }
}
