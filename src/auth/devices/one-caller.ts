import { type RequestHandler } from 'express';
import { Problem } from '../../platform/http/problem.js';
import { sessionCookieName } from '../sessions/session.middleware.js';
import { isDeviceCall } from './device-callers.js';

/** Refuses a request with a session and a device: nobody should have to know which of the two it was judged by. */
export function oneCaller(secure: boolean): RequestHandler {
  const cookie = `${sessionCookieName(secure)}=`;
  return (request, _response, next) => {
    const cookies = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim());
    const isBoth = isDeviceCall(request) && cookies.some((pair) => pair.startsWith(cookie));
    next(isBoth ? twoCallers() : undefined);
  };
}

const twoCallers = (): Problem =>
  new Problem(
    400,
    'two-callers',
    'La demande vient à la fois d’une session et d’un appareil : un seul des deux est attendu.',
  );
