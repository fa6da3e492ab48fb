import { Inject, Injectable } from '@nestjs/common';
import { type DraftDiscardReason } from '../../contracts/events/draft.events.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { discardDraft } from '../decide-draft-end.js';
import { draftDecider } from '../draft.decider.js';
import { DraftEnd } from './draft-end.js';

export interface DraftToDiscard {
  readonly mailbox: string;
  readonly draft: string;
  readonly reason: DraftDiscardReason;
  readonly seen?: readonly number[] | undefined;
}

/** Deleted by the user, or by having been emptied: either way for good. */
@Injectable()
export class DraftDiscard {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly end: DraftEnd,
  ) {}

  /** @throws Refusal `not-found`, `changed` */
  async execute(context: CommandContext, discard: DraftToDiscard): Promise<CommandAnswer> {
    const { mailbox, draft, reason, seen } = discard;
    const act = { mailbox, seen, at: this.clock.now().toISOString() };
    const { stream } = await this.aggregates.execute(draftDecider, streams.draft(draft), context, (state) =>
      discardDraft(state, act, reason),
    );
    return { id: draft, stream, revision: await this.end.carryOut(context, draft) };
  }
}
