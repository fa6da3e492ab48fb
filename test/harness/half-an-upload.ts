import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { type MailClient } from './mail-client.js';

/** An upload that the service has begun to read, and of which half has been sent. */
export async function halfAnUpload(client: MailClient) {
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
  return { answered, sendRest: () => sending.end(body.subarray(1_000)), abandon: () => sending.destroy() };
}
