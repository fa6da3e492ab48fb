import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { type Observable } from 'rxjs';
import { Refusal } from '../../contracts/decider.js';
import { entityTagsOf, LOOKS_AT_IF_MATCH } from './entity-tag.js';

/**
 * What has no entity tag matches none (RFC 9110, 13.1.1): where a route does not look at `If-Match` itself, a request
 * that asks for one changes nothing, rather than what it did not mean. An interceptor: who may not call is told so first.
 */
@Injectable()
export class UnmetIfMatch implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { method, headers } = context.switchToHttp().getRequest<Request>();
    const asks = method !== 'GET' && method !== 'HEAD' && entityTagsOf(headers['if-match']) !== undefined;
    const looks = this.reflector.get<true | undefined>(LOOKS_AT_IF_MATCH, context.getHandler());
    if (asks && looks === undefined) {
      throw new Refusal('changed', 'Cette demande ne connaît pas de version : rien n’a été modifié.');
    }
    return next.handle();
  }
}
