import { Global, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ProblemFilter } from './problem.filter.js';
import { ServedOrigin } from './served-origin.js';
import { createValidationPipe } from './validation.js';

/** Problems, validation, and where we are reached. Needs the `Config`. */
@Global()
@Module({
  providers: [
    ServedOrigin,
    { provide: APP_FILTER, useClass: ProblemFilter },
    { provide: APP_PIPE, useFactory: createValidationPipe },
  ],
  exports: [ServedOrigin],
})
export class HttpPlatformModule {}
