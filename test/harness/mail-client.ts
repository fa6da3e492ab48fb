import {
  type CommandAnswer,
  type FolderView,
  type MessageRow,
  type MessageView,
  type Page,
} from '../../src/contracts/http/messages.http.js';
import { type Answer, type Asked, HttpClient } from './http-client.js';

/** A person at their web mail: what a frontend does with the HTTP API, `X-After` included. */
export class MailClient extends HttpClient {
  private after: string | null = null;
  /** The account shown after login. */
  mailbox = '';

  /** Logs a person of the demonstration in. */
  static async loggedIn(origin: string, address: string): Promise<MailClient> {
    const client = new MailClient(origin);
    const login = await client.follow(`/auth/login?as=${encodeURIComponent(address)}&to=/api/v1/me`);
    if (login.status !== 200) throw new Error(`login: ${login.status} ${login.text.slice(0, 300)}`);
    const accounts = login.json.accounts as { id: string; isDefault: boolean }[];
    client.mailbox = accounts.find((account) => account.isDefault)?.id ?? '';
    return client;
  }

  override async ask(path: string, asked: Asked = {}): Promise<Answer> {
    const headers = this.after === null ? asked.headers : { 'X-After': this.after, ...asked.headers };
    const answer = await super.ask(path, { ...asked, ...(headers && { headers }) });
    this.after = answer.headers.get('X-After') ?? this.after;
    return answer;
  }

  /** A call under `/api/v1/mailboxes/<mailbox>`. */
  call(path: string, asked: Asked = {}, mailbox = this.mailbox): Promise<Answer> {
    return this.ask(`/api/v1/mailboxes/${mailbox}${path}`, asked);
  }

  /** The next answers show what somebody else did: the last command of a client, or one by its answer. */
  seeing(done: MailClient | Answer | Pick<CommandAnswer, 'stream' | 'revision'>): this {
    if (done instanceof MailClient) this.after = done.after;
    else if ('headers' in done) this.after = done.headers.get('X-After');
    else this.after = `${done.stream}@${done.revision}`;
    return this;
  }

  async upload(name: string, bytes: Uint8Array, type = 'application/octet-stream'): Promise<string> {
    const answer = await this.call('/attachments', {
      body: bytes,
      headers: {
        'Content-Type': type,
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}`,
      },
    });
    return (expectStatus(answer, 201).json as { id: string }).id;
  }

  async send(message: Readonly<Record<string, unknown>>): Promise<CommandAnswer> {
    const whole = { cc: [], subject: 'Objet', html: '<p>Texte</p>', attachments: [], ...message };
    return expectStatus(await this.call('/messages', { json: whole }), 201).json as CommandAnswer;
  }

  async list(query = '', mailbox = this.mailbox): Promise<Page<MessageRow>> {
    return expectStatus(await this.call(`/messages?${query}`, {}, mailbox), 200).json as Page<MessageRow>;
  }

  async folders(mailbox = this.mailbox): Promise<FolderView[]> {
    return expectStatus(await this.call('/folders', {}, mailbox), 200).json as FolderView[];
  }

  async open(id: string, mailbox = this.mailbox): Promise<MessageView> {
    const answer = await this.call(`/messages/${id}/open`, { method: 'POST' }, mailbox);
    return expectStatus(answer, 200).json as MessageView;
  }
}

export function expectStatus(answer: Answer, status: number): Answer {
  if (answer.status !== status) {
    throw new Error(`expected ${status}, was answered ${answer.status}: ${answer.text.slice(0, 500)}`);
  }
  return answer;
}
