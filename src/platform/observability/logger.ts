import { type Params } from 'nestjs-pino';
import { type Logger, pino } from 'pino';
import { type LogLevel } from '../config/config.js';

/** Nest's injection token of the pino logger. */
export const LOGGER = Symbol('Logger');

/** Structured lines on standard output, with an ISO 8601 time; no host name, no process id. */
export function createLogger(level: LogLevel): Logger {
  return pino({ level, base: undefined, timestamp: pino.stdTimeFunctions.isoTime });
}

/**
 * Nest's own lines through the same logger; requests are logged by `requestLog`, which knows what to leave out. No
 * logger is bound to each request (`forRoutes`): nobody asks for it, and its storage slows every promise down.
 */
export function nestLoggerParams(logger: Logger): Params {
  return {
    forRoutes: [],
    pinoHttp: { logger, autoLogging: false, quietReqLogger: true, serializers: { req: () => undefined } },
  };
}
