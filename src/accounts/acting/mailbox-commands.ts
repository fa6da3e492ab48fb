import { Inject, Injectable } from '@nestjs/common';
import { type MailboxEvent } from '../../contracts/events/mailbox.events.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { type MailboxState } from '../mailbox.state.js';
import { Acting } from './acting.js';

/** What the commands about an account's folders and settings have in common: who acts, on which stream. */
@Injectable()
export class MailboxCommands {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly acting: Acting,
  ) {}

  /**
   * @param id what the answer names; the mailbox where it is absent
   * @throws Refusal of the decision; `not-found` where the person may not use the mailbox
   */
  async execute(
    context: CommandContext,
    decide: (state: MailboxState) => readonly MailboxEvent[],
    id?: string,
  ): Promise<CommandAnswer> {
    const { mailbox } = await this.acting.actor(context);
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(mailbox),
      context,
      decide,
    );
    return { id: id ?? mailbox, stream, revision };
  }
}
