import { Inject, Injectable } from '@nestjs/common';
import { type Request, type RequestHandler, type Response } from 'express';
import { type MiddlewareContext, type Provider } from 'oidc-provider';
import { PAGE_STYLE } from '../../auth/index.js';
import { Config } from '../../platform/config/config.js';
import { readBytes } from '../../platform/http/json-body.js';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { sayInterval } from './ciba.js';
import { DemoPortal, PORTAL_PATH } from './demo-portal.js';
import { providerConfiguration } from './provider-configuration.js';
import { signingKeys } from './signing-keys.js';
import { homePage, lostPage, telephonePage } from './ways/pages.js';
import { WaysIn } from './ways/ways-in.js';

const DEFAULT_ACR = 'eidas1';
const INTERACTION = /^\/interaction\/[\w-]+$/;
const ASK_AGAIN_S = 2;
const MAX_FORM_BYTES = 8 * 1024;

/** The demonstration's OpenID Connect provider, mounted at `/portail` in the process that it serves. */
@Injectable()
export class DemoIdentityProvider {
  private provider: Promise<Provider> | undefined;

  constructor(
    private readonly config: Config,
    private readonly portal: DemoPortal,
    private readonly origin: ServedOrigin,
    private readonly ways: WaysIn,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  readonly use: RequestHandler = (request, response, next) => {
    this.answer(request, response).catch((error: unknown) => next(error));
  };

  private async answer(request: Request, response: Response): Promise<void> {
    const { path } = request;
    if (request.method === 'GET' && path === '/') response.type('html').send(homePage());
    else if (request.method === 'GET' && path === '/style.css') response.type('css').send(PAGE_STYLE);
    else if (path === '/telephone') await this.showTelephone(request, response);
    else if (INTERACTION.test(path)) await this.interact(request, response);
    else await this.callProvider(request, response);
  }

  private async callProvider(request: Request, response: Response): Promise<void> {
    const provider = await this.running();
    if (request.query.prompt === 'login') forgetSession(request, response, provider.cookieName('session'));
    await provider.callback()(request, response);
  }

  /** Made at the first request: only then is it known where it answers. */
  private running(): Promise<Provider> {
    this.provider ??= this.create();
    return this.provider;
  }

  private async create(): Promise<Provider> {
    // Loaded where it is used: a service with a real portal never needs it.
    const { default: OidcProvider } = await import('oidc-provider');
    const { keys } = await signingKeys(this.config.dataDir);
    const { issuer, clientId, clientSecret } = this.portal;
    const provider = new OidcProvider(
      issuer,
      providerConfiguration({
        clientId,
        clientSecret,
        algorithm: this.config.idTokenAlgorithm,
        origins: this.origin.origins(),
        loopbackOrigin: this.origin.loopbackOrigin,
        keys,
        telephones: this.ways.telephones,
        cookieKey: this.randomness.bytes(32).toString('base64url'),
      }),
    );
    provider.proxy = true;
    provider.use(sayLost);
    provider.use(logOutWithoutPage);
    provider.use(sayInterval);
    return provider;
  }

  /** Somebody named beforehand goes straight through; anybody else chooses who to be. */
  private async interact(request: Request, response: Response): Promise<void> {
    const provider = await this.running();
    const interaction = await provider.interactionDetails(request, response).catch(() => undefined);
    if (interaction === undefined) {
      response.status(400).type('html').send(lostPage());
      return;
    }
    const { login_hint: hint, acr_values: acrValues } = interaction.params;
    const form = request.method === 'POST' ? await formOf(request) : waitedFor(request);
    const next = await this.ways.step({ uid: interaction.uid, hint, form });
    if ('page' in next) {
      if (next.waitsFor !== undefined) {
        const again = `${PORTAL_PATH}${request.path}?request=${next.waitsFor}`;
        response.set('Refresh', `${ASK_AGAIN_S}; url=${again}`);
      }
      response.type('html').send(next.page);
      return;
    }
    const acr = acrValues?.split(' ')[0] ?? DEFAULT_ACR;
    const login = { accountId: next.person.subject, acr, amr: acr === DEFAULT_ACR ? next.amr : ['pwd'] };
    await provider.interactionFinished(request, response, { login }, { mergeWithLastSubmission: false });
  }

  /** The page that stands for everybody's telephone. */
  private async showTelephone(request: Request, response: Response): Promise<void> {
    if (request.method === 'POST') {
      const form = await formOf(request);
      await this.ways.telephones.answer(form.get('request') ?? '', form.get('answer') === 'approve');
    }
    response.type('html').send(telephonePage(this.ways.telephones.pending()));
  }
}

/**
 * Somebody is to log in anew, perhaps as somebody else: the library would ask, on a page with a script, to end the
 * session of whoever was there before.
 */
function forgetSession(request: Request, response: Response, cookie: string): void {
  const cookies = (request.headers.cookie ?? '').split(/; */);
  const others = cookies.filter(
    (pair) => !pair.startsWith(`${cookie}=`) && !pair.startsWith(`${cookie}.sig=`),
  );
  if (others.length === cookies.length) return;
  request.headers.cookie = others.join('; ');
  response.clearCookie(cookie).clearCookie(`${cookie}.sig`);
}

async function formOf(request: Request): Promise<URLSearchParams> {
  return new URLSearchParams((await readBytes(request, MAX_FORM_BYTES)).toString('utf8'));
}

/** A page that waits for a telephone asks by GET: nothing else is done by a link. */
function waitedFor(request: Request): URLSearchParams {
  const id = request.query.request;
  return new URLSearchParams(typeof id === 'string' ? { way: 'telephone', request: id } : {});
}

/** An address that nothing answers at is a page too. */
async function sayLost(context: MiddlewareContext, next: () => Promise<void>): Promise<void> {
  await next();
  if (context.oidc !== undefined || context.status !== 404) return;
  context.type = 'html';
  context.body = lostPage();
  context.status = 404;
}

/**
 * A logout that our service began, with an ID token of ours, needs no page that asks again: the page that the
 * library has prepared is replaced by the redirection that would follow it.
 */
async function logOutWithoutPage(context: MiddlewareContext, next: () => Promise<void>): Promise<void> {
  await next();
  if (context.oidc === undefined) return;
  const { route, session, entities, params, provider } = context.oidc;
  if (route !== 'end_session' || context.status !== 200 || entities.IdTokenHint === undefined) return;
  const target = params?.post_logout_redirect_uri;
  if (target === undefined) return;
  await session?.destroy();
  context.cookies.set(provider.cookieName('session'), null);
  context.status = 303;
  context.redirect(target);
}
