import { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import { Problem } from './problem.js';
import { type ServedOrigin } from './served-origin.js';

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `X-Forwarded-*` is what `PUBLIC_URL` says, never what a client says. */
export function forwardedHeaders(secure: boolean): RequestHandler {
  return (request, _response, next) => {
    delete request.headers['x-forwarded-host'];
    request.headers['x-forwarded-proto'] = secure ? 'https' : 'http';
    next();
  };
}

/** Refuses requests whose `Host` is not ours: DNS rebinding, links that a poisoned cache would keep. */
export function hostCheck(origin: ServedOrigin): RequestHandler {
  return (request: Request, _response: Response, next: NextFunction) => {
    const host = request.headers.host?.toLowerCase();
    if (host !== undefined && origin.hosts().has(host)) next();
    else next(new Problem(421, 'wrong-host', 'Cette adresse n’est pas celle du service.'));
  };
}

/**
 * Refuses what another site makes a browser send. `Sec-Fetch-Site` (Fetch Metadata) decides where there is one;
 * `none` is the user's own doing. Clients that are no browsers send neither header. What carries a proof of its own
 * (RFC 9449) and no cookie is in nobody's name but the device's: no page of another site could send that header.
 */
export function crossSiteCheck(origin: ServedOrigin): RequestHandler {
  return (request, _response, next) => {
    if (SAFE_METHODS.has(request.method) || isOfDevice(request) || isOurOwn(request, origin)) next();
    else next(new Problem(403, 'cross-site', 'Cette demande vient d’un autre site : elle a été refusée.'));
  };
}

const isOfDevice = ({ headers }: Request): boolean =>
  headers.dpop !== undefined && headers.cookie === undefined;

function isOurOwn(request: Request, origin: ServedOrigin): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
  const from = request.headers.origin;
  // A form of a page with `Referrer-Policy: no-referrer` is posted with `Origin: null` (Fetch, 3.2): whose page it
  // was is then known by `Sec-Fetch-Site` alone. A sandboxed frame's `null` comes with `cross-site`.
  if (from === 'null') return site === 'same-origin';
  return from === undefined || from === origin.originOf(request);
}

/** Answers with data are kept by nobody. */
export const noStore: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};
