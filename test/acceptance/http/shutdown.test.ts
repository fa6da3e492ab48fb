import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { ChangeReader } from '../../harness/change-reader.js';
import { HttpClient } from '../../harness/http-client.js';
import { type MailClient } from '../../harness/mail-client.js';
import { Product } from '../../harness/product.js';

let product: Product | undefined;
afterEach(() => product?.stop());

/** An upload that the service has begun to read, and of which half has been sent. */
async function halfAnUpload(client: MailClient) {
  const body = Buffer.alloc(2_000, 'x');
  const sending = request(`${client.origin}/api/v1/mailboxes/${client.mailbox}/attachments`, {
    method: 'POST',
    headers: {
      Cookie: `medimail=${client.cookie('medimail') ?? ''}`,
      Origin: client.origin,
      'Content-Type': 'text/plain',
      'Content-Disposition': 'attachment; filename=file.txt',
      'Content-Length': body.length,
      Expect: '100-continue',
    },
  });
  await once(sending, 'continue');
  sending.write(body.subarray(0, 1_000));
  const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
  return { answered, sendRest: () => sending.end(body.subarray(1_000)) };
}

it('the end of the service answers what is under way, and ends streams and new connections at once', async () => {
  product = await Product.start();
  const client = await product.person('antoine.mennebeuf');
  const reader = await ChangeReader.open(client, client.mailbox);
  const upload = await halfAnUpload(client);
  const { stopping, ended } = stop(product);
  expect(await reader.closed).toBe(true);
  await expect(new HttpClient(client.origin).ask('/api/v1/me')).rejects.toThrow();
  expect(ended()).toBe(false);
  upload.sendRest();
  const [response] = await upload.answered;
  expect([response.statusCode, await text(response)]).toEqual([201, expect.stringContaining('"id"')]);
  await stopping;
});

function stop(running: Product) {
  let isEnded = false;
  const stopping = running.stop().then(() => (isEnded = true));
  product = undefined;
  return { stopping, ended: () => isEnded };
}

it('what does not end is cut off', async () => {
  product = await Product.start();
  const client = await product.person('antoine.mennebeuf');
  const upload = await halfAnUpload(client);
  const cut = expect(upload.answered).rejects.toThrow();
  const { stopping } = stop(product);
  const ended = await Promise.race([stopping, pause(25_000, false, { ref: false })]);
  expect(ended).toBe(true);
  await cut;
});
