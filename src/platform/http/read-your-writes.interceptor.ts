import {
  type CallHandler,
  type ExecutionContext,
  Inject,
  Injectable,
  mixin,
  type NestInterceptor,
  type Type,
} from '@nestjs/common';
import { type Request, type Response } from 'express';
import { type Observable } from 'rxjs';
import { READ_MODELS, type ReadModels } from '../read-models/read-models.js';
import { afterOf, setStale } from './after-header.js';

/**
 * A query that carries `X-After: <stream>@<revision>` waits until these projections show that event, 2 s at most;
 * then it answers what there is, with `X-Stale: 1`. So a user always sees what they just did.
 */
export function readYourWrites(...projections: readonly string[]): Type<NestInterceptor> {
  @Injectable()
  class ReadYourWrites implements NestInterceptor {
    constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const http = context.switchToHttp();
      const after = afterOf(http.getRequest<Request>().get('X-After'));
      if (after !== undefined && !(await this.readModels.caughtUpWith(after, projections))) {
        setStale(http.getResponse<Response>());
      }
      return next.handle();
    }
  }
  return mixin(ReadYourWrites);
}
