import { once } from 'node:events';
import { createServer, request, type ClientRequest, type IncomingMessage, type Server } from 'node:http';
import { type AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { IDLE_MS, limitServer } from './server-limits.js';

const TICK_MS = 40;

let server: Server;
let failed: Promise<unknown>;
beforeEach(async () => {
  const limits = { connectionsCheckingInterval: TICK_MS, headersTimeout: 100, requestTimeout: 200 };
  server = createServer(limits, (incoming, response) => {
    failed = new Promise((resolve) => incoming.once('error', resolve));
    incoming.resume().once('end', () => response.end('whole'));
  });
  limitServer(server, 400);
  await once(server.listen(0, '127.0.0.1'), 'listening');
});
afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function upload(): ClientRequest {
  const { port } = server.address() as AddressInfo;
  const sending = request({ port, host: '127.0.0.1', method: 'POST', headers: { 'Content-Length': '20' } });
  sending.on('error', () => undefined);
  sending.write('x');
  return sending;
}

describe('the limits of the HTTP server', () => {
  it('let an upload take its time as long as bytes come', async () => {
    const sending = upload();
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
    for (let sent = 1; sent < 20; sent++) {
      await pause(TICK_MS);
      sending.write('x');
    }
    sending.end();
    const [response] = await answered;
    response.resume();
    expect(response.statusCode).toBe(200);
  });

  it('end one from which nothing comes any more', async () => {
    const sending = upload();
    await once(sending, 'error');
    expect(await failed).toBeInstanceOf(Error);
  });

  it('are a minute, and Node’s own for the headers', () => {
    const other = createServer();
    limitServer(other);
    expect([other.requestTimeout, other.timeout, other.headersTimeout]).toEqual([0, IDLE_MS, 60_000]);
  });
});
