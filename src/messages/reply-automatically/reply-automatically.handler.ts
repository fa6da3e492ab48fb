import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { mailboxDecider } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { checkComposition } from '../composition-rules.js';
import { messageNotFound } from '../held-copy.js';
import { madeSafe } from '../made-safe.js';
import { MessageDispatch, type SendingAccount } from '../send/message-dispatch.js';
import { RecipientResolver } from '../send/recipient-resolver.js';
import { Sealings } from '../send/sealings.js';
import { recipientsRefused } from '../send/send-sources.js';
import { threadAfter } from '../send/thread.js';
import { ReplyAutomaticallyCommand } from './reply-automatically.command.js';

@CommandHandler(ReplyAutomaticallyCommand)
export class ReplyAutomaticallyHandler implements ICommandHandler<ReplyAutomaticallyCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly sealings: Sealings,
    private readonly recipients: RecipientResolver,
    private readonly dispatch: MessageDispatch,
  ) {}

  /** @throws Refusal `not-found` the account or the message is gone; `recipients-refused` nobody has the address */
  async execute({ context, reply }: ReplyAutomaticallyCommand): Promise<CommandAnswer> {
    const id = deterministicUuid('message', context.operation);
    const before = await this.dispatch.sentBefore(context, id);
    if (before !== undefined) return before;

    const { mailbox, message, to, subject, html } = reply;
    checkComposition({ recipients: 1, subject, htmlBytes: Buffer.byteLength(html) });
    const account = await this.account(mailbox);
    const sealed = await this.sealings.of(message);
    if (sealed === undefined) throw messageNotFound();
    const { refused, ...resolved } = await this.recipients.resolve([to], []);
    if (refused.length > 0) throw recipientsRefused(refused);
    const sources = {
      ...resolved,
      ...threadAfter(message, sealed.data),
      attachments: [],
      uploads: [],
      forwardOf: null,
    };
    const toSend = { id, subject, html: madeSafe(html), sources, automatic: true } as const;
    return this.dispatch.send(context, account, toSend);
  }

  private async account(mailbox: string): Promise<SendingAccount> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    const { address, label } = state;
    if (address === null || label === null) throw new Refusal('not-found', 'Ce compte n’existe pas.');
    return { mailbox, state, by: { address, name: label } };
  }
}
