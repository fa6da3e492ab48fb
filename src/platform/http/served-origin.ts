import { type AddressInfo } from 'node:net';
import { type Server } from 'node:http';
import { Injectable } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { type Request } from 'express';
import { Config } from '../config/config.js';
import { isLoopback } from '../config/loopback.js';

const LOOPBACK_NAMES = ['localhost', '127.0.0.1', '[::1]'];

/** Under which origins the service is reached: known once it listens, where the port is the system's choice. */
@Injectable()
export class ServedOrigin {
  private served: ReadonlySet<string> | undefined;

  constructor(
    private readonly config: Config,
    private readonly adapter: HttpAdapterHost,
  ) {}

  /** What browsers and links use; without a trailing slash. */
  get publicOrigin(): string {
    return this.config.publicUrl ?? `http://localhost:${this.port}`;
  }

  /** The port that answers; in a process that does not serve, the one that another one does. */
  get port(): number {
    const adapter = this.adapter.httpAdapter as typeof this.adapter.httpAdapter | undefined;
    const server = adapter?.getHttpServer() as Partial<Server> | undefined;
    const address = server?.address?.() as AddressInfo | null | undefined;
    return address?.port ?? this.config.port;
  }

  /** Where this process reaches itself, without leaving the machine. */
  get loopbackOrigin(): string {
    const { host } = this.config;
    const name = host === '::1' ? '[::1]' : isLoopback(host) ? host : '127.0.0.1';
    return `http://${name}:${this.port}`;
  }

  /** Values of `Host` that are ours. A demonstration answers on the loopback names too. Asked for by each request. */
  hosts(): ReadonlySet<string> {
    const { listening } = this.adapter.httpAdapter.getHttpServer() as Server;
    if (!listening) return this.hostsNow();
    // Where it listens does not change any more.
    return (this.served ??= this.hostsNow());
  }

  private hostsNow(): ReadonlySet<string> {
    const url = new URL(this.publicOrigin);
    const hosts = new Set([url.host]);
    if (!this.config.demonstration) return hosts;
    const ports = new Set([url.port === '' ? '80' : url.port, String(this.port)]);
    for (const name of LOOPBACK_NAMES)
      for (const port of ports) hosts.add(port === '80' ? name : `${name}:${port}`);
    return hosts;
  }

  /** Every origin under which browsers may come, one for each of {@link hosts}. */
  origins(): string[] {
    const { protocol } = new URL(this.publicOrigin);
    return [...this.hosts()].map((host) => `${protocol}//${host}`);
  }

  /** The origin by which this request came; its `Host` has been checked. */
  originOf(request: Request): string {
    if (!this.config.demonstration) return this.publicOrigin;
    const host = (request.headers.host ?? '').toLowerCase();
    return this.hosts().has(host) ? `${new URL(this.publicOrigin).protocol}//${host}` : this.publicOrigin;
  }
}
