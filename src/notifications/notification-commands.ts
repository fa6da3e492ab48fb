import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATABASES, type Databases } from '../platform/documents/documents.js';
import { CommandLine, type CommandOutcome } from '../platform/management/command-line.js';
import { NoticeQueue } from './queue/notice-queue.js';
import { newSenderRecord, senderRecords } from './queue/sender-record.js';

/** What operators ask of the mails to accounts. */
@Injectable()
export class NotificationCommands implements OnModuleInit {
  constructor(
    @Inject(DATABASES) private readonly databases: Databases,
    private readonly commands: CommandLine,
    private readonly queue: NoticeQueue,
  ) {}

  onModuleInit(): void {
    this.commands.add('notifications status', () => this.status());
  }

  private async status(): Promise<CommandOutcome> {
    const [{ count, oldest }, record] = await Promise.all([
      this.queue.waiting(),
      senderRecords(this.databases).findOne({ _id: newSenderRecord._id }),
    ]);
    const since = oldest === undefined ? '' : `, the oldest since ${oldest.toISOString()}`;
    const announced = record?.announced ?? 'nothing yet';
    return {
      exitCode: 0,
      lines: [`${count} mails wait${since}`, `ends announced up to: ${announced}`],
    };
  }
}
