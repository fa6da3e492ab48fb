import 'reflect-metadata';
import { type DynamicModule, type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { AppModule } from './app.module.js';
import { appOptions, configureApp, logFromNowOn } from './configure-app.js';
import { type Config } from './platform/config/config.js';
import { ServedOrigin } from './platform/http/served-origin.js';
import { limitServer } from './platform/http/server-limits.js';
import { serveWebMail } from './platform/http/web-mail.js';
import { ManagementServer } from './platform/management/management-server.js';
import { type Sources } from './platform/platform.module.js';

/** A running process of the service. */
export interface Service {
  /** Nest's container. */
  readonly app: INestApplicationContext;
  /** Where the API and the web mail answer; undefined without the role `api`. */
  readonly url: string | undefined;
  /** Where health, metrics and the command line's calls are answered. */
  readonly managementUrl: string;
  /** Ends what is in hand, then closes the engines. */
  stop(): Promise<void>;
}

/** Starts the roles that the configuration asks for, and answers once requests are taken. */
export async function startService(config: Config, sources: Sources = {}): Promise<Service> {
  const module = AppModule.forRoot(config, sources);
  return config.roles.has('api') ? startApi(config, module) : startWorker(module);
}

async function startApi(config: Config, module: DynamicModule): Promise<Service> {
  const app = await NestFactory.create<NestExpressApplication>(module, appOptions);
  configureApp(app, config);
  serveWebMail(app);
  limitServer(app.getHttpServer());
  await app.listen(config.port, config.host);
  return service(app, app.get(ServedOrigin).publicOrigin);
}

async function startWorker(module: DynamicModule): Promise<Service> {
  const app = await NestFactory.createApplicationContext(module, appOptions);
  logFromNowOn(app);
  app.enableShutdownHooks();
  return service(app, undefined);
}

function service(app: INestApplicationContext, url: string | undefined): Service {
  return { app, url, managementUrl: app.get(ManagementServer).url, stop: () => app.close() };
}
