import { Inject, Injectable } from '@nestjs/common';
import { Acting, mailboxDecider, type MailboxState } from '../../accounts/index.js';
import { type MailboxEvent } from '../../contracts/events/mailbox.events.js';
import { streams } from '../../contracts/events/streams.js';
import {
  AGGREGATES,
  type Aggregates,
  type CommandContext,
  type Executed,
} from '../../platform/commands/aggregates.js';

/** What the commands about folders have in common: who acts, on which stream. */
@Injectable()
export class FolderCommands {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
  ) {}

  /** @throws Refusal of the decision; `not-found` where the person may not use the mailbox */
  async execute(
    context: CommandContext,
    decide: (state: MailboxState) => readonly MailboxEvent[],
  ): Promise<Executed<MailboxState, MailboxEvent>> {
    const { mailbox } = await this.acting.actor(context);
    return this.aggregates.execute(mailboxDecider, streams.mailbox(mailbox), context, decide);
  }
}
