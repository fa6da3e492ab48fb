import { Controller, HttpCode, HttpStatus, Post, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Config } from '../../platform/config/config.js';
import { readBytes } from '../../platform/http/json-body.js';
import { invalid } from '../../platform/http/problem.js';
import { Access } from '../access/access.decorator.js';
import { ProofRefused } from '../oidc/portal.js';
import { endSession, loggedInOf, sessionCookieName } from '../sessions/session.middleware.js';
import { LoginJournal } from './login-journal.js';
import { LogoutService } from './logout.service.js';

const MAX_LOGOUT_TOKEN_BYTES = 32 * 1024;

@ApiTags('login')
@Access('public')
@Controller('auth')
export class LogoutController {
  constructor(
    private readonly config: Config,
    private readonly logouts: LogoutService,
    private readonly journal: LoginJournal,
  ) {}

  @Post('logout')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'Ends the session here, and tells where it ends at the portal' })
  async logout(@Req() request: Request, @Res() response: Response): Promise<void> {
    const location = await this.logouts.portalLogout(request);
    if (loggedInOf(request) !== undefined) await endSession(request);
    const { secure } = this.config;
    response.clearCookie(sessionCookieName(secure), { httpOnly: true, sameSite: 'lax', path: '/', secure });
    if (request.accepts(['text/html', 'application/json']) === 'application/json')
      response.json({ location });
    else response.redirect(303, location);
  }

  @Post('backchannel-logout')
  @HttpCode(HttpStatus.OK)
  @ApiOperation({ summary: 'The portal says that a session of its own has ended' })
  async backchannelLogout(@Req() request: Request): Promise<void> {
    const token = await logoutTokenOf(request);
    try {
      await this.logouts.endByLogoutToken(token);
    } catch (error) {
      if (!(error instanceof ProofRefused)) throw error;
      this.journal.refused(`logout-${error.flaw}`);
      throw invalid([{ field: 'logout_token', code: 'refused', detail: 'Ce jeton n’est pas valide.' }]);
    }
  }
}

/** The form's one field (Back-Channel Logout 1.0, section 2.5). */
async function logoutTokenOf(request: Request): Promise<string> {
  const body = await readBytes(request, MAX_LOGOUT_TOKEN_BYTES);
  return new URLSearchParams(body.toString('utf8')).get('logout_token') ?? '';
}
