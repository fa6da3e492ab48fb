import {
  type handleUnaryCall,
  Server,
  ServerCredentials,
  type UntypedServiceImplementation,
} from '@grpc/grpc-js';
import { type ClusterInfo } from '@eventstore/db-client/generated/gossip_pb.js';
import { type SupportedMethods } from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { type Empty } from '@eventstore/db-client/generated/shared_pb.js';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import { appendCall } from './append-call.js';
import { Faults } from './faults.js';
import { type Node } from './node.js';
import {
  features,
  gossip,
  GossipService,
  ServerFeaturesService,
  shared,
  StreamsService,
} from './protocol.js';
import { readCall } from './read-call.js';
import { TransactionLog } from './transaction-log.js';

export interface EventStoreDbServerOptions {
  /** A free one by default. */
  readonly port?: number;
  readonly tellPositionsOnStreamReads?: boolean;
}

/** A running test server. See `docs/eventstoredb-test-server.md` for what it imitates. */
export interface EventStoreDbServer {
  /** For a client: one node, without TLS. */
  readonly url: string;
  readonly port: number;
  readonly faults: Faults;
  readonly log: TransactionLog;
  /** How many events subscriptions have been sent since the start. */
  readonly eventsTaken: number;
  /** Where each subscription begun so far began: after which byte of the log, or at its start. */
  readonly subscriptions: readonly (bigint | undefined)[];
  /** As a crash: every connection breaks, the port is closed. The log stays. */
  stop(): Promise<void>;
  /** Opens the same port over the same log. */
  restart(): Promise<void>;
  breakConnections(): void;
  /** From now on connections are taken and nothing on them is answered, until {@link restart}. */
  goSilent(): void;
}

const HOST = '127.0.0.1';
const VERSION = '23.10.0.0';

export async function startEventStoreDbServer(
  options: EventStoreDbServerOptions = {},
): Promise<EventStoreDbServer> {
  const server = new TestServer(options.tellPositionsOnStreamReads ?? true);
  await server.listen(options.port ?? 0);
  return server;
}

class TestServer implements EventStoreDbServer, Node {
  readonly host = HOST;
  readonly faults = new Faults();
  readonly log = new TransactionLog();
  port = 0;
  eventsTaken = 0;
  readonly subscriptions: (bigint | undefined)[] = [];
  private readonly sockets = new Set<Socket>();
  private readonly grpc = new Server();
  private readonly inject: (socket: Socket) => void;
  private tcp: TcpServer | undefined;
  private silent = false;

  constructor(readonly tellPositionsOnStreamReads: boolean) {
    const implement = (service: Parameters<Server['addService']>[0], calls: unknown): void =>
      this.grpc.addService(service, calls as UntypedServiceImplementation);
    implement(StreamsService, { read: readCall(this), append: appendCall(this) });
    implement(ServerFeaturesService, { getSupportedMethods: supportedMethods });
    implement(GossipService, { read: this.clusterInfo });
    const injector = this.grpc.createConnectionInjector(ServerCredentials.createInsecure());
    this.inject = (socket) => injector.injectConnection(socket);
  }

  get url(): string {
    return `esdb://${HOST}:${this.port}?tls=false`;
  }

  countSubscription(after: bigint | undefined): void {
    this.subscriptions.push(after);
  }

  countTaken(): void {
    this.eventsTaken++;
  }

  async listen(port: number): Promise<void> {
    this.tcp = createServer((socket) => this.accept(socket));
    this.tcp.listen(port, HOST);
    await once(this.tcp, 'listening');
    this.port = (this.tcp.address() as AddressInfo).port;
  }

  async stop(): Promise<void> {
    const { tcp } = this;
    this.tcp = undefined;
    this.silent = false;
    this.breakConnections();
    if (tcp === undefined) return;
    tcp.close();
    await once(tcp, 'close');
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.listen(this.port);
  }

  breakConnections(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  goSilent(): void {
    this.silent = true;
    for (const socket of this.sockets) socket.pause();
    this.breakConnections();
  }

  private accept(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('close', () => this.sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    if (!this.silent) this.inject(socket);
  }

  private readonly clusterInfo: handleUnaryCall<Empty, ClusterInfo> = (_call, answer) => {
    const member = new gossip.MemberInfo()
      .setInstanceId(new shared.UUID().setString('00000000-0000-4000-8000-000000000000'))
      .setTimeStamp((BigInt(Date.now()) * 10_000n).toString())
      .setState(gossip.MemberInfo.VNodeState.LEADER)
      .setIsAlive(true)
      .setHttpEndPoint(new gossip.EndPoint().setAddress(HOST).setPort(this.port));
    answer(null, new gossip.ClusterInfo().setMembersList([member]));
  };
}

const supportedMethods: handleUnaryCall<Empty, SupportedMethods> = (_call, answer) => {
  const supported = new features.SupportedMethods().setEventStoreServerVersion(VERSION);
  // BatchAppend is named, as 23.10 does, and not served: a client that uses it is found out.
  for (const name of ['read', 'append', 'batchappend']) {
    const method = new features.SupportedMethod()
      .setServiceName('event_store.client.streams.streams')
      .setMethodName(name);
    supported.addMethods(method);
  }
  answer(null, supported);
};
