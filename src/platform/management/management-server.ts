import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo } from 'node:net';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Config } from '../config/config.js';
import { Metrics } from '../observability/metrics.js';
import { RANDOMNESS, type Randomness } from '../randomness/randomness.js';
import { callCommand } from './command-call.js';
import { CommandLine } from './command-line.js';
import { isToken, writeManagementAccess } from './management-token.js';
import { ReadinessChecks } from './readiness.js';

interface Answer {
  readonly status: number;
  readonly type?: string;
  readonly body: string;
}

const json = (status: number, value: unknown): Answer => ({ status, body: JSON.stringify(value) });

/** Health, metrics and the command line's calls, on a port that only the machine's operators reach. */
@Injectable()
export class ManagementServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger('management');
  private readonly token: string;
  private server: Server | undefined;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly readiness: ReadinessChecks,
    private readonly commands: CommandLine,
    @Inject(RANDOMNESS) randomness: Randomness,
  ) {
    this.token = randomness.bytes(32).toString('base64url');
  }

  /** Where it answers, once it listens. */
  get url(): string {
    const { port } = this.server?.address() as AddressInfo;
    const { managementHost: host } = this.config;
    const reachable = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
    return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
  }

  async onApplicationBootstrap(): Promise<void> {
    const server = createServer((request, response) => {
      this.answer(request, response).catch((error: unknown) => {
        this.logger.error(error instanceof Error ? (error.stack ?? error.name) : 'thrown');
        if (response.headersSent) response.destroy();
        else send(response, json(500, { error: 'unexpected' }));
      });
    });
    this.server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.config.managementPort, this.config.managementHost, resolve);
    });
    await writeManagementAccess(this.config.dataDir, { url: this.url, token: this.token });
  }

  async onApplicationShutdown(): Promise<void> {
    const { server } = this;
    if (server === undefined) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?')[0] ?? '';
    if (request.method === 'GET') send(response, await this.answerGet(path));
    else if (request.method === 'POST' && path.startsWith('/cli/'))
      await this.answerCommand(path.slice(5), request, response);
    else send(response, json(404, { error: 'not-found' }));
  }

  private async answerGet(path: string): Promise<Answer> {
    if (path === '/health/live') return json(200, { live: true });
    if (path === '/health/ready') {
      const readiness = await this.readiness.run();
      return json(readiness.ready ? 200 : 503, readiness);
    }
    if (path !== '/metrics') return json(404, { error: 'not-found' });
    const { registry } = this.metrics;
    return { status: 200, type: registry.contentType, body: await registry.metrics() };
  }

  private async answerCommand(
    path: string,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    const given = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
    if (given === undefined || !isToken(this.token, given))
      send(response, json(401, { error: 'wrong-token' }));
    else await callCommand(this.commands, decodeURIComponent(path), request, response);
  }
}

function send(response: ServerResponse, { status, type, body }: Answer): void {
  response.writeHead(status, { 'Content-Type': type ?? 'application/json', 'Cache-Control': 'no-store' });
  response.end(body);
}
