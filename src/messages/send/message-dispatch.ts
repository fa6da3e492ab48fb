import { Inject, Injectable } from '@nestjs/common';
import { type Actor } from '../../accounts/index.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { expiryDate } from '../../contracts/retention/expiry-date.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { AppendOutcomeUnknown } from '../../platform/event-store/event-store.errors.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { send } from '../decide-send.js';
import { holdersOf } from '../holders.js';
import { messageDecider } from '../message.decider.js';
import { CopyRetention } from './copy-retention.js';
import { MessageWriter } from './message-writer.js';
import { type SealedMessage } from './sealing.js';
import { type Sources } from './send-sources.js';
import { type DraftOfMessage } from './sent-drafts.js';

export interface MessageToDispatch {
  readonly id: string;
  readonly subject: string;
  /** Made safe. */
  readonly html: string;
  readonly sources: Sources;
  /** The draft that it was. */
  readonly draft?: DraftOfMessage | undefined;
  /** The signature that was chosen. */
  readonly signature?: string | undefined;
  /** The service wrote it. */
  readonly automatic?: true;
}

/** The account that sends, and who did it in words. */
export type SendingAccount = Pick<Actor, 'mailbox' | 'state' | 'by'>;

const contentsOf = ({ sealed: { body, attachments } }: SealedMessage): string[] => [
  body.content,
  ...attachments.map(({ content }) => content),
];

const draftOf = (draft: DraftOfMessage | undefined) => ({
  ...(draft !== undefined && { draft: draft.id }),
  ...(draft?.revision !== undefined && { draftRevision: draft.revision }),
});

/** Seals a message now, and appends its sealing with every delivery. */
@Injectable()
export class MessageDispatch {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly writer: MessageWriter,
    private readonly retention: CopyRetention,
  ) {}

  /** @throws Refusal `too-many-holders`, before anything is made */
  async send(
    context: CommandContext,
    actor: SendingAccount,
    message: MessageToDispatch,
  ): Promise<CommandAnswer> {
    const { id, subject, html, sources, draft, signature, automatic } = message;
    const { to, cc, recipients, attachments, replyTo, references, forwardOf } = sources;
    const { mailbox: sender, by } = actor;
    const unbounded = holdersOf(id, sender, recipients);
    const now = this.clock.now();
    const holders = await this.retention.datedFrom(now, unbounded, actor, recipients);
    const keyed = context.keyed === true;
    const sealed = await this.writer.write({
      keyed,
      message: id,
      sealedAt: now.toISOString(),
      expiresAt: expiryDate(now).toISOString(),
      subject,
      from: { address: by.address, name: by.name, mailbox: sender },
      to,
      cc,
      html,
      attachments,
      replyTo,
      references,
      forwardOf,
      by,
    });
    const command = {
      message: id,
      sender,
      recipients,
      sealed: {
        ...sealed.sealed,
        ...draftOf(draft),
        ...(signature !== undefined && { signature }),
        ...(automatic && { automatic }),
      },
      private: sealed.private,
    };
    try {
      const { stream, revision } = await this.aggregates.execute(
        messageDecider,
        streams.message(id),
        context,
        (state) => send(state, command, holders),
        { fresh: true },
      );
      return { id, stream, revision };
    } catch (error) {
      // Where it may have been sent, or a twin of this operation may send it, its key must stay.
      if (!keyed && !(error instanceof AppendOutcomeUnknown))
        await this.writer.discard(id, contentsOf(sealed));
      throw error;
    }
  }

  /** What this operation sent before; undefined where it has not. */
  async sentBefore(context: CommandContext, id: string): Promise<CommandAnswer | undefined> {
    const { stream, revision } = await this.aggregates.execute(
      messageDecider,
      streams.message(id),
      context,
      () => [],
    );
    return revision < 0 ? undefined : { id, stream, revision };
  }
}
