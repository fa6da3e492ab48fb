import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { AccountsModule } from '../../src/accounts/accounts.module.js';
import { AuthModule } from '../../src/auth/auth.module.js';
import { FAILED_LOGIN_LIMIT, FAILED_LOGIN_LIMITER } from '../../src/auth/login/admission.js';
import { SESSION_LIMIT, SESSION_LIMITER } from '../../src/auth/sessions/session.middleware.js';
import { appOptions, configureApp } from '../../src/configure-app.js';
import { seedAccounts } from '../../src/demo/seed/seed-accounts.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { HttpPlatformModule } from '../../src/platform/http/http-platform.module.js';
import { RateLimiter } from '../../src/platform/http/rate-limiter.js';
import { ManagementModule } from '../../src/platform/management/management.module.js';
import { LoggingModule } from '../../src/platform/observability/logging.module.js';
import { PlatformModule } from '../../src/platform/platform.module.js';
import { READ_MODELS } from '../../src/platform/read-models/read-models.js';
import { CLOCK, ManualClock } from '../../src/platform/time/clock.js';
import { HttpClient } from './http-client.js';

/** The read side is not this suite's: no shared mailbox is known, and everything is caught up. */
const noReadModels = {
  collection: () => Promise.resolve({ find: () => ({ toArray: () => Promise.resolve([]) }) }),
  foldedEverywhere: () => Promise.resolve(true),
  caughtUpWith: () => Promise.resolve(true),
};

@Global()
@Module({ providers: [{ provide: READ_MODELS, useValue: noReadModels }], exports: [READ_MODELS] })
class NoReadModelsModule {}

export interface LoginApp {
  readonly app: NestExpressApplication;
  readonly origin: string;
  readonly dataDir: string;
  readonly clock: ManualClock;
  /** Milliseconds of the limiters' clock. */
  readonly limits: { ms: number };
  close(): Promise<void>;
}

export interface LoginAppOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly dataDir?: string;
  /** Controllers of the test. */
  readonly controllers?: readonly Type[];
  readonly seed?: boolean;
}

/** Login, sessions and access on embedded engines, with a clock that the test moves. */
export async function startLoginApp(options: LoginAppOptions = {}): Promise<LoginApp> {
  const dataDir = options.dataDir ?? (await mkdtemp(join(tmpdir(), 'medimail-login-')));
  const env = { PORT: '0', MANAGEMENT_PORT: '0', DATA_DIR: dataDir, LOG_LEVEL: 'silent', ...options.env };
  const config = loadConfig(env);
  const clock = new ManualClock('2026-11-23T10:00:00.000Z');
  const limits = { ms: 0 };
  const limiter = (limit: typeof SESSION_LIMIT) => new RateLimiter(limit, () => limits.ms);
  const module = await Test.createTestingModule({
    imports: [
      PlatformModule.forRoot(config),
      LoggingModule,
      NoReadModelsModule,
      HttpPlatformModule,
      ManagementModule,
      AccountsModule,
      AuthModule.forRoot(config),
    ],
    controllers: [...(options.controllers ?? [])],
  })
    .overrideProvider(CLOCK)
    .useValue(clock)
    .overrideProvider(SESSION_LIMITER)
    .useValue(limiter(SESSION_LIMIT))
    .overrideProvider(FAILED_LOGIN_LIMITER)
    .useValue(limiter(FAILED_LOGIN_LIMIT))
    .compile();
  const app = module.createNestApplication<NestExpressApplication>(appOptions);
  configureApp(app, config);
  await app.listen(config.port, config.host);
  if (options.seed ?? true) await seedAccounts(app.get(CommandBus));
  return {
    app,
    origin: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    dataDir,
    clock,
    limits,
    async close() {
      await app.close();
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
    },
  };
}

export const ANTOINE = 'antoine.mennebeuf@medimail.test';

/** Logs a person of the demonstration in. */
export async function logIn(origin: string, as = ANTOINE): Promise<HttpClient> {
  const client = new HttpClient(origin);
  const answer = await client.follow(`/auth/login?as=${as}&to=/api/v1/me`);
  if (answer.status !== 200) throw new Error(`login: ${answer.status} ${answer.text}`);
  return client;
}
