import { once } from 'node:events';
import { createReadStream, statSync } from 'node:fs';
import { request, type IncomingMessage, type RequestOptions } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { MailClient } from '../test/harness/mail-client.js';

const TO = ['claire.pradel@medimail.test'];

/** A person who sends a large file and looks at what was sent, by HTTP alone. */
export class AttachmentClient {
  private constructor(private readonly mail: MailClient) {}

  static async loggedIn(url: string): Promise<AttachmentClient> {
    return new AttachmentClient(await MailClient.loggedIn(url, 'antoine.mennebeuf@medimail.test'));
  }

  /** Seconds of each part. @throws Error where what comes back is not as long as the file, or another */
  async roundTrip(file: string, sha256: string): Promise<{ upload: number; send: number; download: number }> {
    const begun = performance.now();
    const uploaded = await this.upload(file);
    if (uploaded.sha256 !== sha256) throw new Error('another file was stored');
    const stored = performance.now();
    const { id, stream, revision } = await this.mail.send({ to: TO, attachments: [uploaded.id] });
    const sent = performance.now();
    const after = `${stream}@${revision}`;
    const bytes = await this.download(`/messages/${id}/attachments/${uploaded.id}`, after);
    if (bytes !== statSync(file).size) throw new Error(`${bytes} bytes came back`);
    const done = performance.now();
    return { upload: (stored - begun) / 1e3, send: (sent - stored) / 1e3, download: (done - sent) / 1e3 };
  }

  private async upload(file: string): Promise<{ id: string; sha256: string }> {
    const sending = this.request('/attachments', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/octet-stream',
        'Content-Disposition': 'attachment; filename=file.bin',
        'Content-Length': statSync(file).size,
      },
    });
    const answered = once(sending, 'response') as Promise<[IncomingMessage]>;
    await pipeline(createReadStream(file), sending);
    const [answer] = await answered;
    let text = '';
    for await (const piece of answer.setEncoding('utf8')) text += piece as string;
    if (answer.statusCode !== 201) throw new Error(`upload: ${answer.statusCode ?? 0} ${text}`);
    return JSON.parse(text) as { id: string; sha256: string };
  }

  private async download(path: string, after: string): Promise<number> {
    const asking = this.request(path, { method: 'GET', headers: { 'X-After': after } });
    asking.end();
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    let bytes = 0;
    for await (const piece of answer) bytes += (piece as Buffer).length;
    if (answer.statusCode !== 200) throw new Error(`download: ${answer.statusCode ?? 0}`);
    return bytes;
  }

  private request(path: string, { headers, ...options }: RequestOptions) {
    const { origin, mailbox } = this.mail;
    const cookie = { Cookie: `medimail=${this.mail.cookie('medimail') ?? ''}` };
    return request(`${origin}/api/v1/mailboxes/${mailbox}${path}`, {
      ...options,
      headers: { ...cookie, ...(headers as Record<string, string>) },
    });
  }
}
