import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { mailboxDecider } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { type EventMetadata } from '../../contracts/events/event-definition.js';
import { idOfStream, streams } from '../../contracts/events/streams.js';
import { prefixedSubject, ReplyAutomaticallyCommand, Sealings } from '../../messages/index.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { htmlOfText } from '../../platform/html/html-of-text.js';
import { definePolicy, type PolicyContext } from '../../platform/policies/policy.js';
import { Policies } from '../../platform/policies/policies.module.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { parisDay } from '../../platform/time/paris-day.js';
import { answered, replyOn } from '../decide-automatic-reply.js';

/** A reply that would come later surprises more than it tells. */
const LATEST_MS = 86_400_000;
const prefix = { text: 'Réponse automatique : ', written: /^(?:\s*réponse automatique\s*:)+\s*/i };

interface Delivered {
  readonly mailbox: string;
  readonly message: string;
}

/**
 * Answers what is delivered to an account that is away (S10). Its delegates' copies are not the account's: theirs are
 * answered by nobody.
 */
@Injectable()
export class AutomaticRepliesPolicy implements OnModuleInit {
  constructor(
    private readonly policies: Policies,
    private readonly bus: CommandBus,
    private readonly sealings: Sealings,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.policies.add(
      definePolicy({
        name: 'automatic-replies',
        prefixes: ['message-'],
        types: ['MessageDelivered'],
        begins: 'now',
        wants: ({ data }) => data['role'] === 'recipient',
        on: async ({ event: { data }, stream, metadata }, context) => {
          const delivered = { mailbox: data.mailbox, message: idOfStream(stream) };
          if (!this.isLate(metadata)) await this.answer(delivered, parisDay(new Date(metadata.at)), context);
        },
      }),
    );
  }

  private isLate({ at }: EventMetadata): boolean {
    return this.clock.now().getTime() - Date.parse(at) > LATEST_MS;
  }

  private async answer({ mailbox, message }: Delivered, day: string, context: PolicyContext): Promise<void> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    const text = replyOn(state.settings.autoReply, day);
    if (text === undefined) return;
    const answers = answered(mailbox, await this.sealings.of(message));
    if (answers === undefined) return;
    const { sender, to, subject } = answers;
    // One for these three, whichever message asks first: that it is one is what the append makes sure of.
    const operation = deterministicUuid('automatic-reply', mailbox, sender, day);
    const reply = {
      mailbox,
      message,
      to,
      subject: prefixedSubject(prefix, subject),
      html: htmlOfText(text),
    };
    await this.unlessGone(new ReplyAutomaticallyCommand({ ...context, mailbox, operation }, reply));
  }

  /** Nobody is left who could be answered, or who could answer. */
  private async unlessGone(command: ReplyAutomaticallyCommand): Promise<void> {
    try {
      await this.bus.execute(command);
    } catch (error) {
      const isGone = error instanceof Refusal && ['not-found', 'recipients-refused'].includes(error.code);
      if (!isGone) throw error;
    }
  }
}
