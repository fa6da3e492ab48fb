import { Inject, Injectable } from '@nestjs/common';
import { type Request, type RequestHandler } from 'express';
import session from 'express-session';
import { Config } from '../../platform/config/config.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { RateLimiter } from '../../platform/http/rate-limiter.js';
import { tooMany } from '../../platform/http/problem.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { type LoggedIn } from './session-document.js';
import { SessionStore } from './session-store.js';
import { Sessions } from './sessions.js';

/** Requests of one session in one second. */
export const SESSION_LIMIT = { limit: 500, windowMs: 1_000 };

/** Nest's injection token of the limiter of requests by session. */
export const SESSION_LIMITER = Symbol('SessionLimiter');

/** Browsers keep a cookie with the prefix `__Host-` only over TLS (RFC 6265bis, 4.1.3.2). */
export function sessionCookieName(secure: boolean): string {
  return secure ? '__Host-medimail' : 'medimail';
}

/** Gives each request its session, and bounds how many requests one session makes. */
@Injectable()
export class SessionMiddleware {
  private handler: Promise<RequestHandler> | undefined;

  constructor(
    private readonly config: Config,
    private readonly sessions: Sessions,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(SESSION_LIMITER) private readonly limiter: RateLimiter,
  ) {}

  readonly use: RequestHandler = (request, response, next) => {
    this.handler ??= this.create();
    this.handler.then(
      (handler) => handler(request, response, (error?: unknown) => next(error ?? this.tooMany(request))),
      (error: unknown) => {
        this.handler = undefined;
        next(error);
      },
    );
  };

  private tooMany(request: Request): unknown {
    const loggedIn = loggedInOf(request);
    const wait = loggedIn === undefined ? 0 : this.limiter.hit(loggedIn.id);
    return wait > 0 ? tooMany(wait) : undefined;
  }

  private async create(): Promise<RequestHandler> {
    const { secure } = this.config;
    return session({
      name: sessionCookieName(secure),
      // Ids are 256 random bits; the signature only spares look-ups of made-up ones.
      secret: await this.keyring.keyedHash('session-cookie', '1'),
      genid: () => this.randomness.bytes(32).toString('base64url'),
      store: new SessionStore(this.sessions),
      resave: false,
      saveUninitialized: false,
      proxy: true,
      cookie: { httpOnly: true, sameSite: 'lax', path: '/', secure },
    });
  }
}

/** The session of the request; undefined where nobody is logged in. */
export function loggedInOf(request: Request): LoggedIn | undefined {
  return (request as Partial<Request>).session?.loggedIn;
}

/** Gives the browser a session with an id of its own, whatever it had before (session fixation). */
export async function beginSession(request: Request, loggedIn: LoggedIn): Promise<void> {
  await settled((done) => request.session.regenerate(done));
  request.session.loggedIn = loggedIn;
  await settled((done) => request.session.save(done));
}

export async function endSession(request: Request): Promise<void> {
  await settled((done) => request.session.destroy(done));
}

function settled(act: (done: (error?: unknown) => void) => unknown): Promise<void> {
  return new Promise((resolve, reject) => {
    act((error) => {
      if (error === undefined || error === null) resolve();
      else reject(error instanceof Error ? error : new Error('the session store failed', { cause: error }));
    });
  });
}
