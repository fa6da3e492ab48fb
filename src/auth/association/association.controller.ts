import { Controller, Get, HttpCode, HttpStatus, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { AssociateIdentityCommand } from '../../accounts/associate-identity/associate-identity.command.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { readBytes } from '../../platform/http/json-body.js';
import { invalid, Problem } from '../../platform/http/problem.js';
import { sendProblem } from '../../platform/http/send-problem.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Access } from '../access/access.decorator.js';
import { Admission } from '../login/admission.js';
import { LoginJournal } from '../login/login-journal.js';
import { loginProblem, reasonOf } from '../login/login-problems.js';
import { SessionOfLogin } from '../login/session-of-login.js';
import { wantsPage } from '../login/page.js';
import { personContext } from '../me/person-context.js';
import { associationPage } from './association-page.js';
import { type PendingAssociation, PendingAssociations } from './pending-associations.js';

const MAX_FORM_BYTES = 8 * 1024;

interface AssociationForm {
  readonly address: string;
  readonly code: string;
}

/** The way in for somebody whom the portal has proved, and who has a code of the structure that manages them (A2). */
@ApiTags('login')
@Access('public')
@Controller('auth/association')
export class AssociationController {
  constructor(
    private readonly pending: PendingAssociations,
    private readonly admission: Admission,
    private readonly sessions: SessionOfLogin,
    private readonly journal: LoginJournal,
    private readonly commands: CommandBus,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'The page on which the code is entered, after a login that no account is linked to',
  })
  async form(@Req() request: Request, @Res() response: Response): Promise<void> {
    if ((await this.pending.find(request)) === undefined) refuse(request, response, nothingWaits());
    else response.type('html').send(associationPage());
  }

  @Post()
  @HttpCode(HttpStatus.OK)
  @ApiOperation({
    summary:
      'Links the identity that has just logged in to an account, by a one-time code, and begins its session',
    description: 'Answers 303, or 200 `{ location }` where JSON is asked for. Five tries a code.',
  })
  @ApiConsumes('application/json', 'application/x-www-form-urlencoded')
  @ApiBody({
    schema: {
      type: 'object',
      required: ['address', 'code'],
      properties: { address: { type: 'string' }, code: { type: 'string' } },
    },
  })
  async associate(@Req() request: Request, @Res() response: Response): Promise<void> {
    try {
      const to = await this.link(request, response);
      if (wantsPage(request)) response.redirect(303, to);
      else response.json({ location: to });
    } catch (error) {
      const problem = loginProblem(error);
      if (!(problem instanceof Problem)) throw problem;
      this.journal.refused(reasonOf(problem));
      refuse(request, response, problem);
    }
  }

  private async link(request: Request, response: Response): Promise<string> {
    const waiting = await this.pending.find(request);
    if (waiting === undefined) throw nothingWaits();
    const form = await formOf(request);
    const { id: person } = await this.admission.counted(waiting.identity, () => this.send(waiting, form));
    await this.pending.end(response, waiting);
    await this.sessions.begin(request, waiting.login, { person, identity: waiting.identity });
    return waiting.to;
  }

  private send({ login }: PendingAssociation, form: AssociationForm): Promise<CommandAnswer> {
    const { issuer, subject } = login;
    const context = { ...personContext(this.randomness, ''), actor: null };
    return this.commands.execute(new AssociateIdentityCommand(context, { issuer, subject, ...form }));
  }
}

const nothingWaits = (): Problem =>
  new Problem(
    403,
    'login-refused',
    'Aucune connexion n’attend de code ici. Connectez-vous d’abord au portail.',
  );

async function formOf(request: Request): Promise<AssociationForm> {
  const text = (await readBytes(request, MAX_FORM_BYTES)).toString('utf8');
  const read = request.is('application/json') === false ? fieldsOf(text) : jsonOf(text);
  const errors = (['address', 'code'] as const)
    .filter((field) => read[field] === '')
    .map((field) => ({ field, code: 'required', detail: 'Ce champ est obligatoire.' }));
  if (errors.length > 0) throw invalid(errors);
  return read;
}

function fieldsOf(text: string): AssociationForm {
  const fields = new URLSearchParams(text);
  return { address: cut(fields.get('address')), code: cut(fields.get('code')) };
}

function jsonOf(text: string): AssociationForm {
  try {
    const { address, code } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return { address: cut(address), code: cut(code) };
  } catch {
    return { address: '', code: '' };
  }
}

const cut = (value: unknown): string => (typeof value === 'string' ? value.trim().slice(0, 254) : '');

/** A wrong code leaves the form there: it may have been mistyped. */
function refuse(request: Request, response: Response, problem: Problem): void {
  if (!wantsPage(request)) {
    sendProblem(request, response, problem);
    return;
  }
  response.status(problem.status).set(problem.headers).type('html').send(associationPage(problem.detail));
}
