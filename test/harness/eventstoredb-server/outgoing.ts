import { type ReadReq, type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerWritableStream } from '@grpc/grpc-js';
import { once } from 'node:events';

export type ReadCall = ServerWritableStream<ReadReq, ReadResp>;

/** The answers of one call: sent as fast as the client takes them, no faster. */
export class Outgoing {
  private readonly over = new AbortController();

  constructor(private readonly call: ReadCall) {
    for (const event of ['cancelled', 'close', 'error']) call.on(event, () => this.over.abort());
  }

  /** Aborts when the client has gone. */
  get gone(): AbortSignal {
    return this.over.signal;
  }

  /** True at once as long as the client keeps up; else once it does, or has gone. */
  send(message: ReadResp): true | Promise<void> {
    if (this.gone.aborted || this.call.write(message)) return true;
    return once(this.call, 'drain', { signal: this.gone }).then(
      () => undefined,
      () => undefined,
    );
  }

  end(): void {
    if (!this.gone.aborted) this.call.end();
  }
}
