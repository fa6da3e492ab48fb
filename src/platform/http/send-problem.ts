import { type Socket } from 'node:net';
import { type Request, type Response } from 'express';
import { type Problem } from './problem.js';

/** How long the rest of a refused body is read away, in milliseconds, so that the refusal can be read. */
export const READ_AWAY_MS = 5_000;

/**
 * Writes the problem. Where the request's body is still coming it is read away for {@link READ_AWAY_MS}, then the
 * connection closes: a client that is still sending would otherwise never see the answer.
 */
export function sendProblem(request: Request, response: Response, problem: Problem): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  const body = JSON.stringify(problem);
  response.status(problem.status);
  response.set({ ...problem.headers, 'Cache-Control': 'no-store' });
  response.set('Content-Type', 'application/problem+json; charset=utf-8');
  response.end(request.method === 'HEAD' ? undefined : body);
  if (hasBody(request) && !request.complete) readAway(request);
}

function hasBody({ headers }: Request): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

function readAway(request: Request): void {
  // Of a request that has ended Node has taken the socket away.
  const { socket } = request as { readonly socket: Socket | null };
  if (request.closed || socket === null) return;
  const timer = setTimeout(() => socket.destroy(), READ_AWAY_MS);
  request.once('close', () => clearTimeout(timer));
  request.resume();
}
