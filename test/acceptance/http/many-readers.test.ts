import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { Agent, type IncomingMessage, request } from 'node:http';
import { beforeAll, expect, it, vi } from 'vitest';
import { liveHeapBytes } from '../../harness/live-heap.js';
import { type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { STREAMS_OF_A_SESSION } from '../../../src/queries/changes/open-streams.js';

const READERS = 1_000;
/** Of heap and buffers, both ends of the connection together. */
const BYTES_EACH = 100_000;

describeProduct('the changes of a mailbox', (product) => {
  let clients: MailClient[];

  beforeAll(async () => {
    clients = [];
    for (let n = 0; n < READERS / STREAMS_OF_A_SESSION; n++) {
      clients.push(await product().person(n % 2 === 0 ? 'antoine.mennebeuf' : 'claire.pradel'));
    }
  }, 120_000);

  it(`reach ${READERS} readers that one process holds, each with a descriptor and little memory`, async () => {
    // Two ends of each connection are in this process.
    const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
    const descriptors = async () => (await readdir('/proc/self/fd')).length;
    const before = { descriptors: await descriptors(), heap: liveHeapBytes() };

    const streams: Stream[] = [];
    for (const client of clients) {
      const opened = Array.from({ length: STREAMS_OF_A_SESSION }, () => Stream.open(client, agent));
      streams.push(...(await Promise.all(opened)));
    }
    expect(streams).toHaveLength(READERS);
    expect(await descriptors()).toBeLessThan(before.descriptors + 2 * READERS + 50);
    expect(liveHeapBytes() - before.heap).toBeLessThan(READERS * BYTES_EACH);

    const [antoine] = clients as [MailClient];
    const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'] });
    await vi.waitFor(() => expect(streams.filter((one) => !one.text.includes(id))).toEqual([]), 30_000);

    for (const stream of streams) stream.leave();
    await vi.waitFor(async () => {
      expect(await descriptors()).toBeLessThan(before.descriptors + 50);
    }, 30_000);
    await vi.waitFor(() => expect(liveHeapBytes() - before.heap).toBeLessThan(READERS * 10_000), 30_000);
    // And every session may open its streams again.
    const again = await Promise.all(clients.map((client) => Stream.open(client, agent)));
    for (const stream of again) stream.leave();
    agent.destroy();
  }, 120_000);
});

/** An idle reader that costs this process as little as can be. */
class Stream {
  text = '';

  private constructor(private readonly answer: IncomingMessage) {
    answer.setEncoding('utf8').on('data', (text: string) => (this.text += text));
    answer.on('error', () => undefined);
  }

  static async open(client: MailClient, agent: Agent): Promise<Stream> {
    const asking = request(`${client.origin}/api/v1/mailboxes/${client.mailbox}/changes`, {
      agent,
      headers: { Cookie: `medimail=${client.cookie('medimail') ?? ''}` },
    }).end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    expect(answer.statusCode).toBe(200);
    return new Stream(answer);
  }

  leave(): void {
    this.answer.destroy();
  }
}
