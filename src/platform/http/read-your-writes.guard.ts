import {
  type CanActivate,
  type ExecutionContext,
  Inject,
  Injectable,
  mixin,
  type Type,
} from '@nestjs/common';
import { type Request, type Response } from 'express';
import { READ_MODELS, type ReadModels } from '../read-models/read-models.js';
import { afterOf, setStale } from './after-header.js';

/** A projection that is read only where the query string has this parameter, and it is not blank. */
export interface ProjectionIfAsked {
  readonly projection: string;
  readonly ifAsked: string;
}

/**
 * A query that carries `X-After: <stream>@<revision>` waits until these projections show that event, 2 s at most;
 * then it answers what there is, with `X-Stale: 1`. So a user always sees what they just did. A guard that lets everybody
 * pass: it has its say after who may call is decided, and before the handler, whose answer it need not see.
 */
export function readYourWrites(...projections: readonly (string | ProjectionIfAsked)[]): Type<CanActivate> {
  @Injectable()
  class ReadYourWrites implements CanActivate {
    constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

    async canActivate(context: ExecutionContext): Promise<true> {
      const http = context.switchToHttp();
      const request = http.getRequest<Request>();
      const after = afterOf(request.get('X-After'));
      if (after !== undefined && !(await this.readModels.caughtUpWith(after, readBy(request, projections)))) {
        setStale(http.getResponse<Response>());
      }
      return true;
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
