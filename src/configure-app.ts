import { type INestApplicationContext, type NestApplicationOptions } from '@nestjs/common';
import { NestApplicationContextOptions } from '@nestjs/common/interfaces/nest-application-context-options.interface.js';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Logger as NestLogger } from 'nestjs-pino';
import { type Logger } from 'pino';
import { refusalsOfAccess } from './auth/access/authorization-table.js';
import { oneCaller } from './auth/devices/one-caller.js';
import { SessionMiddleware } from './auth/sessions/session.middleware.js';
import { DemoIdentityProvider } from './demo/identity-provider/demo-identity-provider.js';
import { type Config } from './platform/config/config.js';
import { serveApiDocs } from './platform/http/api-docs.js';
import { jsonBody } from './platform/http/json-body.js';
import { crossSiteCheck, forwardedHeaders, hostCheck, noStore } from './platform/http/request-checks.js';
import { securityHeaders } from './platform/http/security-headers.js';
import { ServedOrigin } from './platform/http/served-origin.js';
import { LOGGER } from './platform/observability/logger.js';
import { Metrics } from './platform/observability/metrics.js';
import { requestLog } from './platform/observability/request-log.js';

/**
 * Options of `NestFactory.create`. Nest's own body parser waits for the end of whatever is sent to it. What Nest says
 * before our logger is there waits for {@link logFromNowOn}: where the start fails, who started it is told once, by
 * `main.ts`, and not by a stack on top.
 */
export const appOptions: NestApplicationOptions = Object.assign(new NestApplicationContextOptions(), {
  bodyParser: false,
  bufferLogs: true,
  autoFlushLogs: false,
  abortOnError: false,
});

/** Nest's lines go where ours go, those of the start first. */
export function logFromNowOn(app: INestApplicationContext): void {
  app.useLogger(app.get(NestLogger));
  app.flushLogs();
}

/**
 * Everything that happens to a request before a route sees it, in this order: what is refused costs the least.
 * Call before `init()` or `listen()`.
 */
export function configureApp(app: NestExpressApplication, config: Config): void {
  const origin = app.get(ServedOrigin);
  const portalOrigin = config.oidc === null ? null : new URL(config.oidc.issuer).origin;
  logFromNowOn(app);
  app.disable('x-powered-by');
  // Answers with data are kept by nobody, so nobody asks whether they are the same still; what has a version says so
  // itself. The page of the web mail is asked for again by its date; its files are named by their content.
  app.disable('etag');
  app.enableShutdownHooks();
  app.use(requestLog(app.get<Logger>(LOGGER), app.get(Metrics)));
  app.use(forwardedHeaders(config.secure));
  app.use(securityHeaders({ secure: config.secure, portalOrigin }));
  app.use(hostCheck(origin), crossSiteCheck(origin));
  if (config.demonstration) app.use('/portail', noStore, app.get(DemoIdentityProvider).use);
  app.use(['/api', '/auth'], noStore, oneCaller(config.secure), app.get(SessionMiddleware).use);
  app.use(['/api', '/auth/devices'], jsonBody);
  serveApiDocs(app, refusalsOfAccess);
}
