import { readFileSync } from 'node:fs';
import { type AddressInfo, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { createServer, type Server, type TLSSocket } from 'node:tls';

const TLS_FOLDER = resolve(import.meta.dirname, '../fixtures/tls');
/** The certificate of the test servers, for `localhost` and 127.0.0.1: who trusts it trusts nobody else. */
export const TEST_CERTIFICATE = readFileSync(resolve(TLS_FOLDER, 'localhost.pem'), 'utf8');
const KEY = readFileSync(resolve(TLS_FOLDER, 'localhost-key.pem'), 'utf8');

export interface ReceivedMail {
  readonly from: string;
  readonly to: readonly string[];
  readonly raw: string;
}

/** What the server answers instead of `250` to a command (`RCPT`, `DATA`, `.`); `silent`: nothing at all. */
export type SmtpFaults = Readonly<Partial<Record<'RCPT' | 'DATA' | '.', string>>>;

/** An SMTP server over TLS (RFC 5321, as little of it as a client needs) that keeps what it gets. */
export class SmtpTestServer {
  readonly received: ReceivedMail[] = [];
  faults: SmtpFaults = {};
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {
    server.on('secureConnection', (socket) => new Conversation(socket, this));
    server.on('connection', (socket: Socket) => {
      this.sockets.add(socket);
      socket.once('close', () => this.sockets.delete(socket));
    });
  }

  static async start(): Promise<SmtpTestServer> {
    const server = createServer({ cert: TEST_CERTIFICATE, key: KEY });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new SmtpTestServer(server);
  }

  get url(): string {
    return `smtps://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((done) => this.server.close(done));
  }
}

const ANSWERS: Readonly<Record<string, string>> = { DATA: '354 go on', QUIT: 'silent' };

class Conversation {
  private pending = '';
  private inData = false;
  private from = '';
  private to: string[] = [];

  constructor(
    private readonly socket: TLSSocket,
    private readonly server: SmtpTestServer,
  ) {
    socket.setEncoding('utf8');
    socket.on('data', (text: string) => this.take(text));
    socket.on('error', () => socket.destroy());
    this.say('220 test ESMTP');
  }

  private take(text: string): void {
    this.pending += text;
    while (this.step());
  }

  /** One line, or one whole mail; false where more has to come. */
  private step(): boolean {
    const ending = this.inData ? '\r\n.\r\n' : '\r\n';
    const at = this.pending.indexOf(ending);
    if (at < 0) return false;
    const part = this.pending.slice(0, at);
    this.pending = this.pending.slice(at + ending.length);
    if (this.inData) this.end(part);
    else this.obey(part);
    return true;
  }

  private end(raw: string): void {
    this.inData = false;
    const fault = this.server.faults['.'];
    if (fault === undefined) {
      this.server.received.push({ from: this.from, to: this.to, raw: raw.replace(/^\.\./gm, '.') });
    }
    this.say(fault ?? '250 kept');
  }

  private obey(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    const address = /<([^>]*)>/.exec(line)?.[1] ?? '';
    const { faults } = this.server;
    if (verb === 'MAIL') [this.from, this.to] = [address, []];
    else if (verb === 'RCPT') this.to.push(address);
    else if (verb === 'QUIT') this.socket.end();
    this.inData = verb === 'DATA' && faults.DATA === undefined;
    const fault = Object.entries(faults).find(([of]) => of === verb);
    this.say(fault?.[1] ?? ANSWERS[verb] ?? '250 ok');
  }

  private say(line: string): void {
    if (line !== 'silent') this.socket.write(`${line}\r\n`);
  }
}
