import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CommandBus } from '@nestjs/cqrs';
import { streams } from '../../src/contracts/events/streams.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { EVENT_STORE, type EventStore } from '../../src/platform/event-store/event-store.js';
import { type Service, startService } from '../../src/service.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from './eventstoredb-server/start-eventstoredb-server.js';
import { MailClient } from './mail-client.js';
import { type MongoServer, startMongoServer } from './mongo-server/start-mongo-server.js';
import { ServiceProcess } from './service-process.js';

/** Two api processes and one of projections, on the production adapters, with the demonstration's people. */
export class Cluster {
  private constructor(
    readonly processes: readonly ServiceProcess[],
    readonly events: EventStoreDbServer,
    private readonly documents: MongoServer,
    /** In this process, for what has no route: it answers no request. */
    private readonly inside: Service,
    private readonly folder: string,
  ) {}

  static async start(): Promise<Cluster> {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-two-'));
    const [events, documents] = await Promise.all([startEventStoreDbServer(), startMongoServer()]);
    const key = randomBytes(32).toString('base64');
    const env = (name: string, roles: string) => ({
      EVENTSTORE_URL: events.url,
      MONGODB_URL: documents.url,
      MASTER_KEY: key,
      DEMO: '1',
      ROLES: roles,
      DATA_DIR: join(folder, name),
    });
    const processes = await Promise.all([
      ServiceProcess.start(env('one', 'api')),
      ServiceProcess.start(env('two', 'api')),
      ServiceProcess.start(env('three', 'projections')),
    ]);
    const here = { ...env('here', 'api'), PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' };
    return new Cluster(processes, events, documents, await startService(loadConfig(here)), folder);
  }

  get bus(): CommandBus {
    return this.inside.app.get(CommandBus);
  }

  /** One session of a person of the demonstration, begun at one process and used at both. */
  async atBoth(name: string, loginAt: number): Promise<MailClient[]> {
    const first = await MailClient.loggedIn(this.processes[loginAt]?.url ?? '', `${name}@medimail.test`);
    return this.processes.slice(0, 2).map(({ url }) => {
      const client = new MailClient(url);
      client.mailbox = first.mailbox;
      client.setCookie('medimail', first.cookie('medimail') ?? '');
      return client;
    });
  }

  /** Of the events of a message, in order. */
  async typesOf(message: string): Promise<string[]> {
    const types: string[] = [];
    const store = this.inside.app.get<EventStore>(EVENT_STORE);
    for await (const { type } of store.read(streams.message(message))) types.push(type);
    return types;
  }

  async stop(): Promise<void> {
    await this.inside.stop();
    await Promise.all(this.processes.map((process) => process.kill()));
    await this.documents.stop();
    await this.events.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A person at one of the processes, in turn. */
export function one(clients: readonly MailClient[], index = 0): MailClient {
  const client = clients[index % clients.length];
  if (client === undefined) throw new Error('nobody is logged in');
  return client;
}
