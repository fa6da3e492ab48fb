import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, it } from 'vitest';
import { ChangeReader } from '../../harness/change-reader.js';
import { halfAnUpload } from '../../harness/half-an-upload.js';
import { HttpClient } from '../../harness/http-client.js';
import { Product } from '../../harness/product.js';

let product: Product | undefined;
afterEach(() => product?.stop());

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
