import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { type Request } from 'express';
import { noVersion } from '../commands/content-tag.js';
import { entityTagsOf, LOOKS_AT_IF_MATCH } from './entity-tag.js';

/**
 * What has no entity tag matches none (RFC 9110, 13.1.1): where a route does not look at `If-Match` itself, a request
 * that asks for one changes nothing, rather than what it did not mean. It is refused before anything is looked up.
 */
@Injectable()
export class UnmetIfMatch implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): true {
    const { method, headers } = context.switchToHttp().getRequest<Request>();
    if (headers['if-match'] === undefined || method === 'GET' || method === 'HEAD') return true;
    if (entityTagsOf(headers['if-match']) === undefined) return true;
    if (this.reflector.get<true | undefined>(LOOKS_AT_IF_MATCH, context.getHandler())) return true;
    throw noVersion();
  }
}
