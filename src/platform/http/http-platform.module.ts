import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import { CommandEndpoint } from './command-endpoint.js';
import { HttpDrain } from './http-drain.js';
import { ProblemFilter } from './problem.filter.js';
import { ServedOrigin } from './served-origin.js';
import { UnmetIfMatch } from './unmet-if-match.guard.js';
import { createValidationPipe } from './validation.js';

/** Problems, validation, where we are reached, and the way to the command bus. Needs the platform's ports. */
@Global()
@Module({
  imports: [CqrsModule],
  providers: [
    CommandEndpoint,
    HttpDrain,
    ServedOrigin,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_GUARD, useClass: UnmetIfMatch },
    { provide: APP_PIPE, useFactory: createValidationPipe },
  ],
  exports: [CommandEndpoint, ServedOrigin],
})
export class HttpPlatformModule {}
