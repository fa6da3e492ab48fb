import { Inject, Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { deleteOldMails, mailFolderOf } from '../platform/mail/old-mails.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';

/** As long as the warning comes before the end: no mail about a message outlives it for long. */
const WEEK_MS = 7 * 86_400_000;

/** Mails that the demonstration keeps as files, addresses and all: they go after a week. */
@Injectable()
export class OldMailFiles {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly config: Config,
  ) {}

  async remove(): Promise<void> {
    const before = new Date(this.clock.now().getTime() - WEEK_MS);
    await deleteOldMails(mailFolderOf(this.config.dataDir), before);
  }
}
