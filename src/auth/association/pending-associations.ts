import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { type CookieOptions, type Request, type Response } from 'express';
import { Config } from '../../platform/config/config.js';
import {
  DATABASES,
  type Databases,
  type Document,
  type Documents,
} from '../../platform/documents/documents.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { Identities } from '../login/identities.js';
import { type ProvedLogin } from '../login/session-of-login.js';
import { type PortalLogin } from '../oidc/oidc.strategy.js';
import { cookieOf } from '../sessions/cookie-of.js';
import { hashOf, openUnder, sealUnder } from '../sessions/secret-box.js';

/** How long somebody may look for their code, in milliseconds. */
const PENDING_MS = 15 * 60_000;

/** `_id` is the SHA-256 of the browser's cookie. */
interface PendingDocument extends Document {
  /** Keyed hash of the portal's issuer and subject: one waits for each. */
  readonly identity: string;
  readonly expiresAt: string;
  /** The login, under a key that only the cookie gives. */
  readonly box: string;
}

/** Somebody whom the portal has proved, and nobody here knows. */
export interface PendingAssociation {
  readonly login: ProvedLogin;
  readonly to: string;
  readonly identity: string;
}

/** Logins that wait for an association code. They are no sessions: they open nothing but the way to enter it. */
@Injectable()
export class PendingAssociations implements OnModuleInit {
  private readonly documents: Documents<PendingDocument>;

  constructor(
    private readonly config: Config,
    private readonly identities: Identities,
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {
    this.documents = databases.database('sessions').collection<PendingDocument>('pending-associations');
  }

  async onModuleInit(): Promise<void> {
    await this.documents.createIndexes([
      { name: 'expires', key: { expiresAt: 1 }, why: 'those that nobody entered a code for' },
      { name: 'identity', key: { identity: 1 }, why: 'the one before of the same identity' },
    ]);
  }

  async begin(response: Response, proved: PortalLogin & ProvedLogin): Promise<void> {
    const { issuer, subject, acr, amr, authenticatedAt, sid, idToken, portalForm, attempt } = proved;
    const login = { issuer, subject, acr, amr, authenticatedAt, sid, idToken, portalForm };
    const secret = this.randomness.bytes(32).toString('base64url');
    const identity = await this.identities.hashOf(issuer, subject);
    const now = this.clock.now();
    const document: PendingDocument = {
      _id: hashOf(secret),
      identity,
      expiresAt: new Date(now.getTime() + PENDING_MS).toISOString(),
      box: sealUnder(secret, JSON.stringify({ login, to: attempt.to })),
    };
    const others = { $or: [{ expiresAt: { $lte: now.toISOString() } }, { identity }] };
    await this.documents.bulkWrite([{ deleteMany: { filter: others } }, { insertOne: { document } }]);
    response.cookie(this.cookieName, secret, { ...this.cookieOptions, maxAge: PENDING_MS });
  }

  /** The one of this browser; undefined where none waits, or it waited too long. */
  async find(request: Request): Promise<PendingAssociation | undefined> {
    const secret = cookieOf(request, this.cookieName);
    if (secret === undefined) return undefined;
    const found = await this.documents.findOne({ _id: hashOf(secret) });
    if (found === null || this.clock.now().toISOString() >= found.expiresAt) return undefined;
    const { login, to } = JSON.parse(openUnder(secret, found.box)) as Stored;
    const authenticatedAt = login.authenticatedAt === null ? null : new Date(login.authenticatedAt);
    return { login: { ...login, authenticatedAt }, to, identity: found.identity };
  }

  /** It has led to a session. */
  async end(response: Response, { identity }: PendingAssociation): Promise<void> {
    await this.documents.bulkWrite([{ deleteMany: { filter: { identity } } }]);
    response.clearCookie(this.cookieName, this.cookieOptions);
  }

  private get cookieName(): string {
    return this.config.secure ? '__Host-association' : 'association';
  }

  private get cookieOptions(): CookieOptions {
    return { httpOnly: true, sameSite: 'lax', path: '/', secure: this.config.secure };
  }
}

interface Stored {
  readonly login: Omit<ProvedLogin, 'authenticatedAt'> & { readonly authenticatedAt: string | null };
  readonly to: string;
}
