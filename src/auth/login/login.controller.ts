import { Controller, Get, Header, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { invalid, noSession, Problem } from '../../platform/http/problem.js';
import { Access } from '../access/access.decorator.js';
import { pendingProblem, Persons } from '../access/persons.js';
import { PORTAL, type Portal } from '../oidc/portal.js';
import { PortalExchange } from '../oidc/portal-exchange.js';
import { loggedInOf } from '../sessions/session.middleware.js';
import { LoginDto } from './login.dto.js';
import { LoginJournal } from './login-journal.js';
import { loginAbandoned, loginProblem, reasonOf } from './login-problems.js';
import { LoginService } from './login.service.js';
import { PAGE_STYLE, refuseLogin } from './page.js';

@ApiTags('login')
@Access('public')
@Controller('auth')
export class LoginController {
  constructor(
    private readonly journal: LoginJournal,
    private readonly persons: Persons,
    private readonly exchange: PortalExchange,
    private readonly logins: LoginService,
    @Inject(PORTAL) private readonly portal: Portal,
  ) {}

  @Get('login')
  @ApiOperation({ summary: 'Sends the browser to the portal' })
  async login(@Query() query: LoginDto, @Req() request: Request, @Res() response: Response): Promise<void> {
    const { as, acr, purpose } = query;
    if (as !== undefined && !this.portal.mayLogInAs(as)) {
      throw invalid([
        { field: 'as', code: 'unknown', detail: 'Cette adresse n’est pas celle d’une personne.' },
      ]);
    }
    await this.guarded(request, response, async () => {
      const cardFor = purpose === 'card' ? await this.sessionFor(request) : undefined;
      await this.exchange.begin(request, response, {
        to: query.to ?? '/',
        ...(cardFor === undefined ? {} : { cardFor }),
        parameters: {
          // The person was named: the portal's own session, which may be somebody else's, does not count.
          ...(as === undefined ? {} : { login_hint: as, prompt: 'login' }),
          ...(cardFor === undefined ? {} : { max_age: '0', prompt: 'login' }),
        },
        acrValues: (as === undefined ? undefined : acr) ?? this.portal.rules.acrValues.join(' '),
      });
    });
  }

  @Get('callback')
  @ApiOperation({ summary: 'Takes the browser back from the portal' })
  async callback(@Req() request: Request, @Res() response: Response): Promise<void> {
    await this.guarded(request, response, async () => {
      const { code, state } = request.query;
      if (typeof code !== 'string' || typeof state !== 'string') throw loginAbandoned();
      const to = await this.logins.complete(request, response);
      response.redirect(303, to);
    });
  }

  @Get('page.css')
  @Header('Content-Type', 'text/css; charset=utf-8')
  @Header('Cache-Control', 'public, max-age=3600')
  @ApiOperation({ summary: 'The style of the pages of the login' })
  style(): string {
    return PAGE_STYLE;
  }

  /** What goes wrong on the way is a page of ours, not an answer that a browser shows as text. */
  private async guarded(request: Request, response: Response, act: () => Promise<void>): Promise<void> {
    try {
      await act();
    } catch (error) {
      const problem = loginProblem(error);
      if (!(problem instanceof Problem)) throw problem;
      if (problem.status < 500) this.journal.refused(reasonOf(problem));
      refuseLogin(request, response, problem);
    }
  }

  /** The session that wants a card associated. @throws Problem 401, 403 */
  private async sessionFor(request: Request): Promise<string> {
    const session = loggedInOf(request);
    const person = session && (await this.persons.find(session.person));
    if (session === undefined || person === undefined) throw noSession();
    const [first] = await this.persons.pendingOf(person);
    if (first !== undefined) throw pendingProblem(first);
    return session.id;
  }
}
