import { type Server, type ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ReadinessChecks } from '../management/readiness.js';

/** How long requests under way may take to end once the service stops, in milliseconds. */
const DRAIN_MS = 10_000;
const LOOK_EVERY_MS = 50;

/**
 * The end of HTTP, before the end of what it needs: Nest destroys modules (no new connections, streams of changes
 * close), waits here for what is under way, and only then shuts projections and engines down.
 */
@Injectable()
export class HttpDrain implements OnModuleDestroy, BeforeApplicationShutdown {
  private readonly logger = new Logger('http');
  private closed: Promise<void> | undefined;

  constructor(
    private readonly adapter: HttpAdapterHost,
    readiness: ReadinessChecks,
  ) {
    // Whoever spreads the load looks here, and sends nobody to a process that does not listen yet, or is ending.
    readiness.add({ name: 'http', ready: () => Promise.resolve(this.takesRequests()) });
  }

  onModuleDestroy(): void {
    const server = this.server();
    if (server?.listening !== true) return;
    // A connection that is kept alive would bring one request after the other.
    server.prependListener('request', (_request: unknown, response: ServerResponse) => {
      response.setHeader('Connection', 'close');
    });
    this.closed = new Promise((resolve) => {
      server.close(() => resolve());
    });
  }

  async beforeApplicationShutdown(): Promise<void> {
    const { closed } = this;
    const server = this.server();
    if (closed === undefined || server === undefined) return;
    let open = true;
    const ended = closed.then(() => (open = false));
    const isOpen = (): boolean => open;
    const until = performance.now() + DRAIN_MS;
    while (isOpen() && performance.now() < until) {
      server.closeIdleConnections();
      await Promise.race([ended, pause(LOOK_EVERY_MS)]);
    }
    if (!isOpen()) return;
    this.logger.warn(`requests were cut off that took longer than ${DRAIN_MS} ms`);
    server.closeAllConnections();
  }

  private takesRequests(): boolean {
    return this.closed === undefined && this.server()?.listening !== false;
  }

  private server(): Server | undefined {
    // Nest has no adapter where the process has no HTTP.
    return (this.adapter as Partial<HttpAdapterHost>).httpAdapter?.getHttpServer() as Server | undefined;
  }
}
