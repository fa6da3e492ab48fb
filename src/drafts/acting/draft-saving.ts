import { Inject, Injectable } from '@nestjs/common';
import { type DraftEvent } from '../../contracts/events/draft.events.js';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { endInAccount } from '../../contracts/retention/expiry-date.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { KeyDestroyed } from '../../platform/crypto/keyring.errors.js';
import { AppendOutcomeUnknown } from '../../platform/event-store/event-store.errors.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { createDraft, type SavedDraft, saveDraft } from '../decide-save.js';
import { type DraftFields } from '../draft-rules.js';
import { draftDecider } from '../draft.decider.js';
import { type DraftState } from '../draft.state.js';
import { draftNotFound, heldDraft } from '../held-draft.js';
import { DraftContents } from './draft-contents.js';
import { DraftEnd } from './draft-end.js';

export interface DraftPlace {
  readonly mailbox: string;
  /** For which the account keeps; null: as the law of the product has it. */
  readonly retentionDays: number | null;
  readonly draft: string;
  readonly seen?: readonly number[] | undefined;
}

export interface SafeFields extends DraftFields {
  readonly replyTo?: string | null | undefined;
  readonly forwardOf?: string | null | undefined;
}

/**
 * Makes the html durable under the draft's key, appends the saving, then removes what it replaced: a crash anywhere
 * leaves the draft as it was or as it became.
 */
@Injectable()
export class DraftSaving {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly contents: DraftContents,
    private readonly end: DraftEnd,
  ) {}

  async create(context: CommandContext, place: DraftPlace, fields: SafeFields): Promise<CommandAnswer> {
    const act = this.act(place);
    const draft = await this.written(place, fields, act.at);
    try {
      return await this.append(context, place.draft, (state) => createDraft(state, act, draft), true);
    } catch (error) {
      // Where it may have been saved, or a twin of this operation may save it, its key must stay.
      if (context.keyed !== true && !(error instanceof AppendOutcomeUnknown)) {
        await this.contents.discard(place.draft, draft.content.id);
      }
      throw error;
    }
  }

  /** @throws Refusal `not-found`, `changed`: nothing is made */
  async save(context: CommandContext, place: DraftPlace, fields: SafeFields): Promise<CommandAnswer> {
    const act = this.act(place);
    const stream = streams.draft(place.draft);
    // Before its key is asked for: of a draft that is another's or has ended none may be made.
    heldDraft((await this.aggregates.load(draftDecider, stream)).state, act);
    const draft = await this.written(place, fields, act.at);
    let replaced: string | undefined;
    try {
      const answer = await this.append(context, place.draft, (state) => {
        replaced = state.content.id;
        return saveDraft(state, act, draft);
      });
      if (replaced !== undefined) await this.contents.remove(place.draft, replaced);
      return answer;
    } catch (error) {
      if (error instanceof AppendOutcomeUnknown) throw error;
      await this.giveUp(place.draft, draft.content.id);
      // It ended between the reading and the writing: its key is gone, and so is the draft.
      throw error instanceof KeyDestroyed ? draftNotFound() : error;
    }
  }

  private act({ mailbox, seen }: DraftPlace) {
    return { mailbox, seen, at: this.clock.now().toISOString() };
  }

  private async written(
    { draft, retentionDays }: DraftPlace,
    fields: SafeFields,
    at: string,
  ): Promise<SavedDraft> {
    const { subject, to, cc, html, replyTo, forwardOf } = fields;
    const expiresAt = endInAccount(new Date(at), retentionDays).toISOString();
    const content = await this.contents.write(draft, html, expiresAt);
    return { content, expiresAt, replyTo, forwardOf, private: { subject, to: [...to], cc: [...cc] } };
  }

  private async append(
    context: CommandContext,
    draft: string,
    decide: (state: DraftState) => readonly DraftEvent[],
    fresh = false,
  ): Promise<CommandAnswer> {
    const stream = streams.draft(draft);
    const { revision } = await this.aggregates.execute(draftDecider, stream, context, decide, { fresh });
    return { id: draft, stream, revision };
  }

  /** What was written for a saving that was refused; of a draft that has ended meanwhile, the key made anew as well. */
  private async giveUp(draft: string, content: string): Promise<void> {
    try {
      await this.contents.remove(draft, content);
      const { state } = await this.aggregates.load(draftDecider, streams.draft(draft));
      if (state.phase === 'ended' || state.phase === 'shredded') await this.end.destroy(draft, state);
    } catch {
      // The caller has an error to tell already; the rest goes with the key's last day.
    }
  }
}
