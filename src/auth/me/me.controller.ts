import {
  Body,
  Controller,
  Get,
  HttpCode,
  HttpStatus,
  Inject,
  Post,
  Put,
  Res,
  UseGuards,
} from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { IdentityFormDto, readIdentityForm } from '../../identity-form/index.js';
import { AcceptTermsCommand } from '../../accounts/accept-terms/accept-terms.command.js';
import { wrongInForm } from '../../accounts/person.decider.js';
import { ValidateIdentityCommand } from '../../accounts/validate-identity/validate-identity.command.js';
import { MeView, TermsView } from '../../contracts/http/me.http.js';
import { CommandAnswer } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { setAfter } from '../../platform/http/after-header.js';
import { noSession } from '../../platform/http/problem.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { Persons } from '../access/persons.js';
import { Sessions } from '../sessions/sessions.js';
import { AccountsQuery } from './accounts.query.js';
import { AcceptTermsDto } from './accept-terms.dto.js';
import { personContext } from './person-context.js';
import { TermsQuery } from './terms.query.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('person')
@Access('first-login')
@Controller('api/v1')
export class MeController {
  constructor(
    private readonly persons: Persons,
    private readonly accounts: AccountsQuery,
    private readonly terms: TermsQuery,
    private readonly sessions: Sessions,
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  @Get('me')
  @UseGuards(readYourWrites('accounts'))
  @ApiOperation({ summary: 'The person who is logged in, what they have to do first, and their mailboxes' })
  @ApiAnswer(MeView)
  async me(@CurrentPerson() { id, session }: CurrentPerson): Promise<MeView> {
    const state = await this.persons.find(id);
    if (state === undefined) throw noSession();
    return {
      person: {
        id,
        firstName: state.firstName ?? '',
        lastName: state.lastName ?? '',
        roles: state.roles,
      },
      strongAuth: session.strongAuth,
      pending: await this.persons.pendingOf(state),
      accounts: await this.accounts.of(id, state),
    };
  }

  @Get('terms/current')
  @Access('public')
  @ApiOperation({ summary: 'The terms of use in force' })
  @ApiAnswer(TermsView)
  currentTerms(): Promise<TermsView> {
    return this.terms.current();
  }

  @Post('me/terms-acceptances')
  @Refuses('terms-outdated')
  @ApiOperation({ summary: 'Accepts a version of the terms of use' })
  @ApiAnswer(CommandAnswer, { status: 201 })
  acceptTerms(
    @CurrentPerson() { id, device }: CurrentPerson,
    @Body() { version }: AcceptTermsDto,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CommandAnswer> {
    const context = personContext(this.randomness, id, device);
    return this.answered(response, new AcceptTermsCommand(context, version));
  }

  @Put('me/identity')
  @Refuses('terms-pending', 'already-validated')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Validates the identity: the end of the first login' })
  @ApiBody({ type: IdentityFormDto })
  @ApiAnswer(CommandAnswer)
  async validateIdentity(
    @CurrentPerson() { id, device }: CurrentPerson,
    @Body() body: unknown,
    @Res({ passthrough: true }) response: Response,
  ): Promise<CommandAnswer> {
    const form = await readIdentityForm(body, wrongInForm);
    const context = personContext(this.randomness, id, device);
    const answer = await this.answered(response, new ValidateIdentityCommand(context, form));
    await this.sessions.forgetPortalForm(id);
    return answer;
  }

  private async answered(
    response: Response,
    command: AcceptTermsCommand | ValidateIdentityCommand,
  ): Promise<CommandAnswer> {
    const answer = await this.commands.execute<typeof command, CommandAnswer>(command);
    setAfter(response, answer);
    return answer;
  }
}
