import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { MailClient } from '../test/harness/mail-client.js';

const TO = ['claire.pradel@medimail.test'];

/** A person who keeps their messages in files, by HTTP alone. */
export class ExportClient {
  private constructor(private readonly mail: MailClient) {}

  static async loggedIn(url: string): Promise<ExportClient> {
    return new ExportClient(await MailClient.loggedIn(url, 'antoine.mennebeuf@medimail.test'));
  }

  /** A message with one attachment; its id. */
  async send(bytes: Uint8Array): Promise<string> {
    const file = await this.mail.upload('file.bin', bytes);
    return (await this.mail.send({ to: TO, attachments: [file] })).id;
  }

  /** Writes the export of a message. */
  async save(id: string, file: string): Promise<void> {
    await pipeline(await this.ask(`/messages/${id}/export`), createWriteStream(file));
  }

  /** Reads the ZIP file of the messages, and throws it away. @returns its bytes */
  async zip(ids: readonly string[]): Promise<number> {
    let bytes = 0;
    for await (const piece of await this.ask('/exports', { ids })) bytes += (piece as Buffer).length;
    return bytes;
  }

  private async ask(path: string, body?: object): Promise<IncomingMessage> {
    const { origin, mailbox } = this.mail;
    const asking = request(`${origin}/api/v1/mailboxes/${mailbox}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        Cookie: `medimail=${this.mail.cookie('medimail') ?? ''}`,
        'Content-Type': 'application/json',
      },
    });
    asking.end(body === undefined ? undefined : JSON.stringify(body));
    const [answer] = (await once(asking, 'response')) as [IncomingMessage];
    if (answer.statusCode !== 200) throw new Error(`${path}: ${answer.statusCode ?? 0}`);
    return answer;
  }
}
