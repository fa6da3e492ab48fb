import { type Request, type RequestHandler, type Response } from 'express';
import helmet, { type HelmetOptions } from 'helmet';

export interface SecurityHeadersOptions {
  /** Served over TLS. */
  readonly secure: boolean;
  /** Where a form of ours may end up besides ourselves: the portal, at logout. */
  readonly portalOrigin: string | null;
}

/** The page for people of the API's description: its script writes styles of its own. */
export const API_DOCS_PATH = '/api/docs';

/** A strict Content Security Policy: nothing from elsewhere, nothing inline, framed by nobody. */
export function securityHeaders({ secure, portalOrigin }: SecurityHeadersOptions): RequestHandler {
  const directives = {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    objectSrc: ["'none'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
    formAction: portalOrigin === null ? ["'self'"] : ["'self'", portalOrigin],
  };
  const headers = (styleSrc: string[]): Headers =>
    headersOf({
      contentSecurityPolicy: { useDefaults: false, directives: { ...directives, styleSrc } },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
    });
  const everywhere = headers(["'self'"]);
  const apiDocs = headers(["'self'", "'unsafe-inline'"]);
  return (request, response, next) => {
    const set = request.path.startsWith(API_DOCS_PATH) ? apiDocs : everywhere;
    for (const [name, value] of set) response.setHeader(name, value);
    next();
  };
}

type Headers = readonly (readonly [name: string, value: string])[];

/** Nothing of them follows from the request: they are asked for once, and not by a dozen middlewares each time. */
function headersOf(options: HelmetOptions): Headers {
  const headers: [string, string][] = [];
  const request = { headers: {} } as unknown as Request;
  const response = {
    setHeader: (name: string, value: string) => headers.push([name, value]),
    removeHeader: () => undefined,
  } as unknown as Response;
  helmet(options)(request, response, (error?: unknown) => {
    if (error !== undefined) throw new Error('the security headers cannot be made', { cause: error });
  });
  return headers;
}
