import { type CommandBus } from '@nestjs/cqrs';
import { SendMessageCommand } from '../../src/messages/send/send-message.command.js';
import { actingAs, personIdOf, registerOwned } from './acting.js';
import { type Answer } from './http-client.js';
import { expectStatus, type MailClient } from './mail-client.js';

let boxes = 0;

/** A mailbox of a test's own, whose owner sorts messages into folders. */
export class FolderBox {
  private constructor(
    readonly owner: MailClient,
    readonly mailbox: string,
    readonly address: string,
    /** Messages that it sent to itself: as many in its inbox, and (`<id>-sent`) in « Messages envoyés ». */
    readonly ids: readonly string[],
  ) {}

  static async start(bus: CommandBus, owner: MailClient, person: string, messages = 0): Promise<FolderBox> {
    const name = `dossiers-${++boxes}`;
    const address = `${name}@medimail.test`;
    const mailbox = await registerOwned(bus, name, person);
    const ids: string[] = [];
    for (let n = 0; n < messages; n++) {
      const message = { to: [address], cc: [], subject: `n° ${n}`, html: '', attachments: [] };
      const sent = await bus.execute(new SendMessageCommand(actingAs(personIdOf(person), mailbox), message));
      ids.push(sent.id);
      owner.seeing(sent);
    }
    return new FolderBox(owner, mailbox, address, ids);
  }

  async make(name: string, parentId: string | null = null): Promise<string> {
    const answer = await this.owner.call('/folders', { json: { name, parentId } }, this.mailbox);
    return (expectStatus(answer, 201).json as { id: string }).id;
  }

  remove(folder: string, moveTo?: string): Promise<Answer> {
    const query = moveTo === undefined ? '' : `?moveTo=${moveTo}`;
    return this.owner.call(`/folders/${folder}${query}`, { method: 'DELETE' }, this.mailbox);
  }

  post(path: string, json?: unknown): Promise<Answer> {
    const body = json === undefined ? {} : { json };
    return this.owner.call(path, { method: 'POST', ...body }, this.mailbox);
  }

  async move(id: string, folder: string): Promise<void> {
    expectStatus(await this.post(`/messages/${id}/move`, { folder }), 200);
  }

  /** Ids of the folders of its own, each with the one that it is in. */
  async tree(): Promise<(string | null)[][]> {
    const folders = await this.owner.folders(this.mailbox);
    return folders.filter(({ role }) => role === null).map(({ id, parentId }) => [id, parentId]);
  }

  /** Null where the folder is not shown. */
  async total(folder: string): Promise<number | null> {
    return (await this.owner.folders(this.mailbox)).find(({ id }) => id === folder)?.total ?? null;
  }

  /** The ids of the messages of a folder, sorted. */
  async idsIn(folder: string): Promise<string[]> {
    const { items } = await this.owner.list(`folder=${folder}&limit=200`, this.mailbox);
    return items.map(({ id }) => id).sort();
  }
}
