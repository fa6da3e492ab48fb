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

/** A projection that is read only where the query string has this parameter, and it is not blank. */
export interface ProjectionIfAsked {
  readonly projection: string;
  readonly ifAsked: string;
}

/**
 * A query that carries `X-After: <stream>@<revision>` waits until these projections show that event, 2 s at most;
 * then it answers what there is, with `X-Stale: 1`. So a user always sees what they just did.
 */
export function readYourWrites(
  ...projections: readonly (string | ProjectionIfAsked)[]
): Type<NestInterceptor> {
  @Injectable()
  class ReadYourWrites implements NestInterceptor {
    constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

    async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
      const http = context.switchToHttp();
      const request = http.getRequest<Request>();
      const after = afterOf(request.get('X-After'));
      if (after !== undefined && !(await this.readModels.caughtUpWith(after, readBy(request, projections)))) {
        setStale(http.getResponse<Response>());
      }
      return next.handle();
    }
  }
  return mixin(ReadYourWrites);
}

const readBy = (request: Request, projections: readonly (string | ProjectionIfAsked)[]): string[] =>
  projections.flatMap((one) => {
    if (typeof one === 'string') return [one];
    const asked = request.query[one.ifAsked];
    return typeof asked === 'string' && asked.trim() !== '' ? [one.projection] : [];
  });
