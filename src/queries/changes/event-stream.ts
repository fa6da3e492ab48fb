import { type Response } from 'express';

/** A reader that lets this much wait in the socket is cut off: it comes back with `Last-Event-ID`. */
const MAX_WAITING_BYTES = 256 * 1024;

/** One reader of server-sent events (WHATWG HTML, 9.2), with a bound on what waits for it. */
export class EventStreamWriter {
  constructor(private readonly response: Response) {}

  open(): void {
    this.response.status(200).set({
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Reverse proxies would collect events into blocks.
      'X-Accel-Buffering': 'no',
    });
    this.response.flushHeaders();
    this.response.write('retry: 2000\n\n');
  }

  send(event: string, data: unknown, id?: string): void {
    const idLine = id === undefined ? '' : `id: ${id}\n`;
    this.write(`${idLine}event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** A comment: it keeps proxies from closing an idle connection, and finds readers that are gone. */
  heartbeat(): void {
    this.write(': \n\n');
  }

  close(): void {
    this.response.end();
  }

  private write(text: string): void {
    if (this.response.writableLength > MAX_WAITING_BYTES) this.response.destroy();
    else this.response.write(text);
  }
}
