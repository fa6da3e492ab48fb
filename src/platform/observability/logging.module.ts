import { Global, Module } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { type Logger } from 'pino';
import { Config } from '../config/config.js';
import { createLogger, LOGGER, nestLoggerParams } from './logger.js';

@Global()
@Module({
  providers: [
    { provide: LOGGER, useFactory: ({ logLevel }: Config) => createLogger(logLevel), inject: [Config] },
  ],
  exports: [LOGGER],
})
class PinoModule {}

/** Structured logs, Nest's own too. Needs the `Config`. */
@Module({
  imports: [
    PinoModule,
    LoggerModule.forRootAsync({ useFactory: (logger: Logger) => nestLoggerParams(logger), inject: [LOGGER] }),
  ],
})
export class LoggingModule {}
