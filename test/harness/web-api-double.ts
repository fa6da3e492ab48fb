import { createReadStream, existsSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Request, type Response } from 'express';
import { securityHeaders } from '../../src/platform/http/security-headers.js';

const headers = securityHeaders({ secure: false, portalOrigin: null });
const web = fileURLToPath(new URL('../../dist/web/', import.meta.url));
const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  js: 'text/javascript',
  svg: 'image/svg+xml',
};

export interface SeenRequest {
  readonly call: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** What a call answers: a status, or a body, or both, or what a function of the body makes of it. */
export type Answer = { status?: number; body?: unknown; after?: string };

/**
 * Serves the built web mail under the strict policy, and in place of the API what a test says, by `METHOD /path`
 * without the query. It keeps what it was asked.
 */
export class WebApiDouble {
  readonly seen: SeenRequest[] = [];
  readonly answers = new Map<string, Answer>();
  private readonly streams = new Set<ServerResponse>();
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Sends a server-sent event to every page that follows changes. */
  change(message: string): void {
    for (const stream of this.streams) {
      stream.write(`event: change\ndata: ${JSON.stringify({ folder: 'in', message, kind: 'changed' })}\n\n`);
    }
  }

  asked(call: string): SeenRequest[] {
    return this.seen.filter((request) => request.call === call);
  }

  /** Changes are a stream, unless a test says otherwise. */
  private isFollowed(path: string, call: string): boolean {
    return path.endsWith('/changes') && !this.answers.has(call);
  }

  private follow(response: ServerResponse): void {
    response.writeHead(200, { 'Content-Type': 'text/event-stream' }).write(':\n\n');
    this.streams.add(response);
    response.on('close', () => this.streams.delete(response));
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The headers of the service itself: what its policy refuses, it refuses here.
    headers(Object.assign(request, { path: request.url }) as Request, response as Response, () => undefined);
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const call = `${request.method ?? ''} ${path.replace('/api/v1', '')}`;
    if (this.isFollowed(path, call)) {
      this.follow(response);
      return;
    }
    if (!/^\/(api|auth)\//.test(path)) {
      serveFile(path, response);
      return;
    }
    let body = '';
    for await (const chunk of request) body += String(chunk);
    this.seen.push({ call, headers: request.headers, body });
    const { status = 200, body: answer = {}, after } = this.answers.get(call) ?? { status: 404 };
    if (after !== undefined) response.setHeader('X-After', after);
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
  }
}

/** Files of the build, and the page itself for every other path. */
function serveFile(path: string, response: ServerResponse): void {
  const file = path.startsWith('/assets/') ? join(web, path) : join(web, 'index.html');
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.setHeader('Content-Type', types[file.split('.').at(-1) ?? ''] ?? 'text/html; charset=utf-8');
  createReadStream(file).pipe(response);
}
