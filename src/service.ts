import 'reflect-metadata';
import { type INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { type NestExpressApplication } from '@nestjs/platform-express';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.js';
import { appOptions, configureApp } from './configure-app.js';
import { type Config } from './platform/config/config.js';
import { ServedOrigin } from './platform/http/served-origin.js';
import { serveWebMail } from './platform/http/web-mail.js';
import { ManagementServer } from './platform/management/management-server.js';

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
export async function startService(config: Config): Promise<Service> {
  return config.roles.has('api') ? startApi(config) : startWorker(config);
}

async function startApi(config: Config): Promise<Service> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.forRoot(config), appOptions);
  configureApp(app, config);
  serveWebMail(app);
  await app.listen(config.port, config.host);
  return service(app, app.get(ServedOrigin).publicOrigin);
}

async function startWorker(config: Config): Promise<Service> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), appOptions);
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  return service(app, undefined);
}

function service(app: INestApplicationContext, url: string | undefined): Service {
  return { app, url, managementUrl: app.get(ManagementServer).url, stop: () => app.close() };
}
