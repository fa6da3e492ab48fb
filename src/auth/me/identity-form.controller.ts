import { Controller, Get, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request } from 'express';
import { ProfileView } from '../../contracts/http/settings.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { noSession } from '../../platform/http/problem.js';
import { Access, CurrentPerson } from '../access/access.decorator.js';
import { Persons } from '../access/persons.js';
import { loggedInOf } from '../sessions/session.middleware.js';
import { identityFormFor } from './portal-form.js';

@ApiTags('person')
@Access('first-login')
@Controller('api/v1/me/identity')
export class IdentityFormController {
  constructor(private readonly persons: Persons) {}

  /** From the log and the session: nothing of it is projected before it is validated. */
  @Get()
  @ApiOperation({
    summary: 'The form of the first login, filled in with what is known; afterwards, as it was validated',
  })
  @ApiAnswer(ProfileView)
  async form(@CurrentPerson() { id }: CurrentPerson, @Req() request: Request): Promise<ProfileView> {
    const person = await this.persons.find(id);
    if (person === undefined) throw noSession();
    const empty = { redList: false, dematerialise: false, activity: {}, location: {} };
    return { ...empty, ...identityFormFor(person, loggedInOf(request)?.portalForm() ?? {}) };
  }
}
