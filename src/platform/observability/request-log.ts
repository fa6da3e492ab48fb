import { type Request, type RequestHandler, type Response } from 'express';
import { type Logger } from 'pino';
import { type Metrics } from './metrics.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
const PLAIN_SEGMENT = /^[A-Za-z0-9_.-]{0,80}$/;

/**
 * One line and one observation for each request: method, path or route pattern, status, duration. Never the query
 * string, a body, a cookie, a header or an address.
 */
export function requestLog(logger: Logger, metrics: Metrics): RequestHandler {
  return (request, response, next) => {
    const startedAt = performance.now();
    const path = loggedPath(request.path);
    response.once('close', () => {
      const ms = performance.now() - startedAt;
      const method = METHODS.has(request.method) ? request.method : 'other';
      metrics.observeRequest(method, routeOf(request, response), response.statusCode, ms / 1000);
      logger.info({ method, path, status: response.statusCode, ms: Math.round(ms) }, 'request');
    });
    next();
  };
}

/** Segments that are no plain words or ids may hold anything that somebody typed: they are not logged. */
export function loggedPath(path: string): string {
  return path
    .split('/')
    .slice(0, 12)
    .map((segment) => (PLAIN_SEGMENT.test(segment) ? segment : '~'))
    .join('/');
}

/** The pattern of the route that answered (`/api/v1/mailboxes/:m/messages`): bounded, whatever is asked. */
function routeOf(request: Request, response: Response): string {
  const route = request.route as { readonly path?: unknown } | undefined;
  if (typeof route?.path === 'string') return route.path;
  return response.statusCode < 400 ? 'static' : 'none';
}
