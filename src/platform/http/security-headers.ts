import { type RequestHandler } from 'express';
import helmet from 'helmet';

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
  const headers = (styleSrc: string[]): RequestHandler =>
    helmet({
      contentSecurityPolicy: { useDefaults: false, directives: { ...directives, styleSrc } },
      strictTransportSecurity: secure ? { maxAge: 31_536_000, includeSubDomains: true } : false,
      referrerPolicy: { policy: 'no-referrer' },
      crossOriginEmbedderPolicy: false,
    });
  const everywhere = headers(["'self'"]);
  const apiDocs = headers(["'self'", "'unsafe-inline'"]);
  return (request, response, next) => {
    const handler = request.path.startsWith(API_DOCS_PATH) ? apiDocs : everywhere;
    handler(request, response, next);
  };
}
