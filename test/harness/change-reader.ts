import { expectStatus } from './mail-client.js';
import { type HttpClient } from './http-client.js';

/** What a server-sent event said; a comment has neither event nor data. */
export interface ServerSentEvent {
  readonly event: string | null;
  readonly data: Readonly<Record<string, unknown>> | null;
  readonly id: string | null;
}

const PATIENCE_MS = 15_000;

/** A reader of `GET …/changes`, as a browser's `EventSource` is one. */
export class ChangeReader {
  private readonly events: ServerSentEvent[] = [];
  private waiting: (() => void) | undefined;
  /** Settled once the service has closed the stream; true where it ended as it should. */
  readonly closed: Promise<boolean>;
  lastId: string | null = null;

  private constructor(
    response: Response,
    private readonly abort: AbortController,
  ) {
    this.closed = this.read(response).then(
      () => true,
      () => false,
    );
  }

  /** @param lastId `Last-Event-ID` of a reader that comes back */
  static async open(client: HttpClient, mailbox: string, lastId?: string): Promise<ChangeReader> {
    const abort = new AbortController();
    const path = `/api/v1/mailboxes/${mailbox}/changes`;
    const response = await fetch(new URL(path, client.origin), {
      headers: {
        ...(await client.credentials(path)),
        Accept: 'text/event-stream',
        ...(lastId !== undefined && { 'Last-Event-ID': lastId }),
      },
      signal: abort.signal,
    });
    if (response.status !== 200) {
      const { status, headers } = response;
      expectStatus({ status, headers, text: await response.text(), json: null }, 200);
    }
    return new ChangeReader(response, abort);
  }

  /** The next event or, where asked for, comment. @throws after a generous while without one */
  async next(kind: 'event' | 'comment' = 'event'): Promise<ServerSentEvent> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const found = this.events.findIndex(({ event }) => (event === null) === (kind === 'comment'));
      if (found >= 0) return this.events.splice(found, 1)[0] as ServerSentEvent;
      if (Date.now() > deadline) throw new Error(`no ${kind} came`);
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, PATIENCE_MS);
        this.waiting = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** The data of the next changes, in their order. */
  async changes(count: number): Promise<unknown[]> {
    const changes: unknown[] = [];
    while (changes.length < count) {
      const { event, data } = await this.next();
      changes.push(event === 'change' ? data : event);
    }
    return changes;
  }

  /** Events that have come and were not asked for. */
  get unread(): number {
    return this.events.filter(({ event }) => event !== null).length;
  }

  leave(): void {
    this.abort.abort();
  }

  private async read(response: Response): Promise<void> {
    let text = '';
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece;
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.take(block);
    }
  }

  private take(block: string): void {
    const fields = new Map(
      block.split('\n').map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1).trimStart()] as const;
      }),
    );
    if (fields.has('retry')) return;
    const data = fields.get('data');
    const event = {
      event: fields.get('event') ?? null,
      data: data === undefined ? null : (JSON.parse(data) as Record<string, unknown>),
      id: fields.get('id') ?? null,
    };
    this.lastId = event.id ?? this.lastId;
    this.events.push(event);
    this.waiting?.();
  }
}
