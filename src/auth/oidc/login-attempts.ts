import { timingSafeEqual } from 'node:crypto';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type CookieOptions, type Request, type Response } from 'express';
import { Config } from '../../platform/config/config.js';
import {
  DATABASES,
  type Databases,
  type Document,
  type Documents,
} from '../../platform/documents/documents.js';
import { tooMany } from '../../platform/http/problem.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { cookieOf } from '../sessions/cookie-of.js';
import { hashOf, openUnder, sealUnder } from '../sessions/secret-box.js';
import { drawAttempt, type LoginAttempt } from './login-attempt.js';

/** How long the portal may take to bring somebody back, in milliseconds. */
const ATTEMPT_MS = 15 * 60_000;
/** Logins that one browser has under way; with more the oldest are forgotten. */
export const ATTEMPTS_OF_A_BROWSER = 10;
/** Of all browsers together: whoever asks for a login is not known yet, and must not fill the store. */
export const ATTEMPTS_OF_ALL = 20_000;
const RETRY_AFTER_S = 60;

/** `_id` is the SHA-256 of the state. */
interface AttemptDocument extends Document {
  /** SHA-256 of the browser's cookie: the way back is for the browser that went. */
  readonly browser: string;
  readonly expiresAt: string;
  /** The attempt, under a key that only the state gives. */
  readonly box: string;
}

/** Logins under way: bound to one browser, good for one return. Not a session: nobody is logged in yet. */
@Injectable()
export class LoginAttempts implements OnModuleInit {
  private readonly documents: Documents<AttemptDocument>;

  constructor(
    private readonly config: Config,
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {
    this.documents = databases.database('sessions').collection<AttemptDocument>('login-attempts');
  }

  async onModuleInit(): Promise<void> {
    await this.documents.createIndexes([
      { name: 'expires', key: { expiresAt: 1 }, why: 'attempts that nobody came back from' },
      { name: 'browser', key: { browser: 1, expiresAt: 1 }, why: 'the oldest of too many of one browser' },
    ]);
  }

  draw(asked: Pick<LoginAttempt, 'to' | 'cardFor'>): LoginAttempt {
    return drawAttempt(this.randomness, { ...asked, begunAt: this.clock.now().toISOString() });
  }

  /** @throws Problem 429 too many logins are under way */
  async begin(request: Request, response: Response, attempt: LoginAttempt): Promise<void> {
    const browser = this.browserOf(request) ?? this.randomness.bytes(32).toString('base64url');
    const now = this.clock.now();
    const document: AttemptDocument = {
      _id: hashOf(attempt.state),
      browser: hashOf(browser),
      expiresAt: new Date(now.getTime() + ATTEMPT_MS).toISOString(),
      box: sealUnder(attempt.state, JSON.stringify(attempt)),
    };
    await this.documents.bulkWrite([{ deleteMany: { filter: { expiresAt: { $lte: now.toISOString() } } } }]);
    const forgotten = await this.tooManyOf(document.browser);
    if ((await this.documents.countDocuments({}, { limit: ATTEMPTS_OF_ALL })) >= ATTEMPTS_OF_ALL)
      throw tooMany(RETRY_AFTER_S);
    await this.documents.bulkWrite([
      ...forgotten.map((_id) => ({ deleteOne: { filter: { _id } } })),
      { insertOne: { document } },
    ]);
    response.cookie(this.cookieName, browser, { ...this.cookieOptions, maxAge: ATTEMPT_MS });
  }

  /**
   * The attempt of this state, once; the cookie stays, for other logins of the browser.
   *
   * @returns undefined where there is none, or it is another browser's, or too old
   */
  async take(request: Request, state: string): Promise<LoginAttempt | undefined> {
    const browser = this.browserOf(request);
    const found = await this.documents.findOne({ _id: hashOf(state) });
    if (browser === undefined || found === null) return undefined;
    if (!timingSafeEqual(Buffer.from(found.browser), Buffer.from(hashOf(browser)))) return undefined;
    const { deletedCount } = await this.documents.bulkWrite([{ deleteOne: { filter: { _id: found._id } } }]);
    const inTime = this.clock.now().toISOString() < found.expiresAt;
    return deletedCount === 1 && inTime
      ? (JSON.parse(openUnder(state, found.box)) as LoginAttempt)
      : undefined;
  }

  private async tooManyOf(browser: string): Promise<string[]> {
    const open = await this.documents.find({ browser }, { sort: { expiresAt: 1 } }).toArray();
    return open.slice(0, Math.max(0, open.length - ATTEMPTS_OF_A_BROWSER + 1)).map(({ _id }) => _id);
  }

  private get cookieName(): string {
    return this.config.secure ? '__Host-login' : 'login';
  }

  private get cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', path: '/', secure: this.config.secure };
  }

  private browserOf(request: Request): string | undefined {
    return cookieOf(request, this.cookieName);
  }
}
