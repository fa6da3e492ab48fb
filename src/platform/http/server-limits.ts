import { type Server } from 'node:http';

/** Without a byte in either direction, in milliseconds, a connection ends; changes are kept alive by heartbeats. */
export const IDLE_MS = 60_000;

/**
 * Bounds how long a connection may say nothing, not how long a request takes: Node's `requestTimeout` counts the
 * whole body, and 60 Mo over a slow line take longer. The headers keep Node's limit.
 */
export function limitServer(server: Server, idleMs = IDLE_MS): void {
  server.requestTimeout = 0;
  server.timeout = idleMs;
}
