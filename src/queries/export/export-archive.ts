import { Readable } from 'node:stream';
import { Inject, Injectable } from '@nestjs/common';
import { type MailboxDocument } from '../../contracts/documents/read-model.documents.js';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { messageOfCopy } from '../../messages/index.js';
import { ExportMessageCommand } from '../../messages/export/export-message.command.js';
import { composeEml, type EmlMessage } from '../../platform/eml/compose-eml.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { TimelineQuery } from '../timeline/timeline.query.js';
import { ExportReader } from './export-reader.js';
import { type Manifest, type ManifestFile } from './manifest.js';
import { measured } from './measured.js';
import { type ZipEntry } from './send-zip.js';

/** A message that is in the file, by its id in the mailbox. */
interface Exported {
  readonly copy: string;
  readonly answer: CommandAnswer;
}

/** The entries of a ZIP file of messages, each made when its turn comes. */
@Injectable()
export class ExportArchive {
  constructor(
    private readonly endpoint: CommandEndpoint,
    private readonly reader: ExportReader,
    private readonly timeline: TimelineQuery,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * `001.eml`, …, numbered as they were asked for; `timelines.json`; `manifest.json`. An export is recorded before its
   * entry is made. A message that ended meanwhile leaves its number out, and the manifest says why.
   */
  async *entries(caller: Caller, copies: readonly string[]): AsyncGenerator<ZipEntry, void, undefined> {
    const files: ManifestFile[] = [];
    const absent: Manifest['absent'][number][] = [];
    const exported: Exported[] = [];
    const now = this.clock.now();
    for (const [index, copy] of copies.entries()) {
      const found = await this.export(caller, copy);
      if ('reason' in found) {
        absent.push({ message: copy, reason: found.reason });
        continue;
      }
      const name = `${String(index + 1).padStart(3, '0')}.eml`;
      const { stream, measure } = measured(composeEml(found.message));
      yield { name, source: stream, date: new Date(found.message.sealedAt) };
      files.push({ name, message: copy, ...measure() });
      exported.push({ copy, answer: found.answer });
    }
    const timelines = measured(
      Readable.from(this.timelines(caller.mailbox, exported), { objectMode: false }),
    );
    yield { name: 'timelines.json', source: timelines.stream, date: now };
    files.push({ name: 'timelines.json', ...timelines.measure() });
    const mailbox = await this.addressOf(caller.mailbox);
    const manifest: Manifest = { exportedAt: now.toISOString(), mailbox, files, absent };
    const text = `${JSON.stringify(manifest, null, 2)}\n`;
    yield { name: 'manifest.json', source: Readable.from([text], { objectMode: false }), date: now };
  }

  private async export(
    caller: Caller,
    copy: string,
  ): Promise<{ message: EmlMessage; answer: CommandAnswer } | { reason: string }> {
    try {
      const answer = await this.endpoint.run(caller, (context) => new ExportMessageCommand(context, copy));
      return { message: await this.reader.open(copy), answer };
    } catch (error) {
      if (error instanceof Refusal) return { reason: error.detail };
      throw error;
    }
  }

  /** An array, one message a line, each as `GET …/events` answers it to this mailbox, its export included. */
  private async *timelines(
    mailbox: string,
    exported: readonly Exported[],
  ): AsyncGenerator<string, void, undefined> {
    let current = true;
    yield '[';
    for (const [index, { copy, answer }] of exported.entries()) {
      // A read model that is far behind is waited for once, not once for every message.
      current = current && (await this.readModels.caughtUpWith(answer, ['timeline']));
      const events = await this.timeline.execute(messageOfCopy(copy), mailbox);
      yield `${index === 0 ? '\n' : ',\n'}${JSON.stringify({ message: copy, events })}`;
    }
    yield '\n]\n';
  }

  private async addressOf(mailbox: string): Promise<string> {
    const mailboxes = await this.readModels.collection<MailboxDocument>('accounts', 'mailboxes');
    return (await mailboxes.findOne({ _id: mailbox }))?.address ?? '';
  }
}
