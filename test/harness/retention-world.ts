import { type AnyEvent } from '../../src/contracts/events/registry.js';
import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import {
  type DueDocument,
  type DueDraftDocument,
} from '../../src/contracts/documents/retention.documents.js';
import { endOfCopy, expiryDate } from '../../src/contracts/retention/expiry-date.js';
import { expire, shortenRetention, shredded } from '../../src/messages/decide-end.js';
import { draftShredded, expireDraft, shortenDraft } from '../../src/drafts/decide-draft-end.js';
import { draftDecider } from '../../src/drafts/draft.decider.js';
import { type DraftState, noDraft } from '../../src/drafts/draft.state.js';
import { type DraftEvent } from '../../src/contracts/events/draft.events.js';
import { send } from '../../src/messages/decide-send.js';
import { holdersOf } from '../../src/messages/holders.js';
import { messageDecider } from '../../src/messages/message.decider.js';
import { type MessageState, noMessage } from '../../src/messages/message.state.js';
import { retention } from '../../projections/retention/retention.projection.js';
import { foldLog, livingDocuments } from './fold-log.js';
import { daysLater, threeMonthsLater } from './paris-oracle.js';
import { type GivenEvent, recorded } from './projection-spec.js';
import { sealedMessage } from './sealed-message.js';

export type RetentionStep =
  | { readonly kind: 'send'; readonly from: number; readonly to: readonly number[] }
  | { readonly kind: 'save'; readonly draft: number }
  | { readonly kind: 'set'; readonly mailbox: number; readonly days: number | null }
  | { readonly kind: 'sweep' }
  | { readonly kind: 'pass'; readonly milliseconds: number }
  /** To a millisecond before, at, or after the next instant at which something ends. */
  | { readonly kind: 'next'; readonly beside: -1 | 0 | 1 };

/** What a sweep takes for due, and how an end is dated: a planted fault is another of these. */
export interface SweepRules {
  readonly isDue: (dueAt: string, now: string) => boolean;
  readonly endOf: (sealedAt: Date, days: number | null) => Date;
}

export const rules: SweepRules = {
  isDue: (dueAt, now) => dueAt <= now,
  endOf: (sealedAt, days) => (days === null ? expiryDate(sealedAt) : endOfCopy(sealedAt, days)),
};

/** Messages, drafts and accounts on a clock of their own, with an oracle that knows when each must be gone. */
export class RetentionWorld {
  private now: number;
  private readonly log: GivenEvent[] = [];
  private readonly messages = new Map<string, MessageState>();
  private readonly drafts = new Map<string, DraftState>();
  private readonly days = new Map<string, number | null>();
  /** Copy or draft → when it must be gone. */
  private readonly ends = new Map<string, number>();
  private readonly sealedAt = new Map<string, Date>();

  constructor(
    start: number,
    private readonly sweepRules: SweepRules = rules,
  ) {
    this.now = start;
  }

  /** @throws Error where something is gone too early, or is there too late */
  step(step: RetentionStep): void {
    switch (step.kind) {
      case 'send':
        this.send(step.from, step.to);
        break;
      case 'save':
        this.save(`d${step.draft}`);
        break;
      case 'set':
        this.set(`b${step.mailbox}`, step.days);
        break;
      case 'sweep':
        this.sweep();
        this.check(true);
        break;
      case 'pass':
        this.now += step.milliseconds;
        break;
      case 'next': {
        const next = [...this.ends.values()].filter((end) => end > this.now);
        if (next.length > 0) this.now = Math.min(...next) + step.beside;
      }
    }
    this.check(false);
  }

  private get date(): Date {
    return new Date(this.now);
  }

  private append(stream: string, ...events: readonly AnyEvent[]): void {
    this.log.push(...events.map((event) => ({ stream, event, at: this.date.toISOString() })));
  }

  private change(message: string, events: readonly MessageEvent[]): void {
    const state = this.messages.get(message) ?? noMessage;
    this.messages.set(
      message,
      events.reduce((folded, event) => messageDecider.evolve(folded, event), state),
    );
    this.append(`message-${message}`, ...events);
  }

  private send(from: number, to: readonly number[]): void {
    const message = `m${this.messages.size}`;
    const sealedAt = this.date;
    const recipients = to.map((mailbox) => ({ mailbox: `b${mailbox}`, delegates: [] }));
    const holders = holdersOf(message, `b${from}`, recipients).map((holder) => {
      const days = this.days.get(holder.mailbox) ?? null;
      this.ends.set(`${message}/${holder.mailbox}/${holder.copy}`, this.oracle(sealedAt, days));
      return days === null
        ? holder
        : { ...holder, expiresAt: this.sweepRules.endOf(sealedAt, days).toISOString() };
    });
    const { sealed, ...command } = sealedMessage({ message, sender: `b${from}`, recipients });
    const expiresAt = this.sweepRules.endOf(sealedAt, null).toISOString();
    const dated = { ...command, sealed: { ...sealed, sealedAt: sealedAt.toISOString(), expiresAt } };
    this.sealedAt.set(message, sealedAt);
    this.change(message, send(noMessage, dated, holders));
  }

  private oracle(sealedAt: Date, days: number | null): number {
    const law = threeMonthsLater(sealedAt);
    return days === null ? law : Math.min(law, daysLater(sealedAt, days));
  }

  /** Drafts are of the first account. */
  private save(draft: string): void {
    const days = this.days.get('b0') ?? null;
    const expiresAt = this.sweepRules.endOf(this.date, days).toISOString();
    const state = this.drafts.get(draft) ?? noDraft;
    if (state.phase !== 'none' && state.phase !== 'kept') return;
    this.ends.set(draft, this.oracle(this.date, days));
    this.changeDraft(draft, [
      {
        type: 'DraftSaved',
        data: {
          mailbox: 'b0',
          first: state.phase === 'none',
          content: { id: 'c', size: 1 },
          savedAt: this.date.toISOString(),
          expiresAt,
        },
        private: { subject: '', to: [], cc: [] },
      },
    ]);
  }

  private changeDraft(draft: string, events: readonly DraftEvent[]): void {
    const state = this.drafts.get(draft) ?? noDraft;
    this.drafts.set(
      draft,
      events.reduce((folded, event) => draftDecider.evolve(folded, event), state),
    );
    this.append(`draft-${draft}`, ...events);
  }

  /** With the sweep of the account's copies of before: a date only ever comes nearer. */
  private set(mailbox: string, days: number | null): void {
    this.days.set(mailbox, days);
    this.append(`mailbox-${mailbox}`, { type: 'RetentionSet', data: { days }, private: null });
    if (days === null) return;
    if (mailbox === 'b0') this.shortenDrafts(days);
    for (const [message, sealedAt] of this.sealedAt) {
      const end = this.sweepRules.endOf(sealedAt, days).toISOString();
      const state = this.messages.get(message) ?? noMessage;
      this.change(message, shortenRetention(state, mailbox, end));
      for (const { copy, mailbox: holder } of state.copies.values()) {
        const key = `${message}/${holder}/${copy}`;
        const known = this.ends.get(key);
        if (holder === mailbox && known !== undefined)
          this.ends.set(key, Math.min(known, this.oracle(sealedAt, days)));
      }
    }
  }

  private shortenDrafts(days: number): void {
    for (const [draft, state] of this.drafts) {
      this.changeDraft(draft, shortenDraft(state, 'b0', days));
      const known = this.ends.get(draft);
      if (known !== undefined && state.phase === 'kept')
        this.ends.set(draft, Math.min(known, this.oracle(new Date(state.savedAt), days)));
    }
  }

  /** As the sweeper: what the read model says is due, one decision each. */
  private sweep(): void {
    const now = this.date.toISOString();
    const rows = Object.entries(livingDocuments(foldLog(retention, recorded(this.log))));
    for (const [ref, row] of rows) {
      if (ref.startsWith('shortenings/')) continue;
      const { dueAt, endedAt } = row as unknown as DueDocument | DueDraftDocument;
      if (endedAt !== undefined || !this.sweepRules.isDue(dueAt, now)) continue;
      if (ref.startsWith('due/')) this.end((row as unknown as DueDocument).message, now);
      else this.endDraft((row as unknown as DueDraftDocument).draft, now);
    }
  }

  private end(message: string, now: string): void {
    this.change(message, expire(this.messages.get(message) ?? noMessage, now));
    const state = this.messages.get(message) ?? noMessage;
    if (state.phase === 'expired') this.change(message, shredded(state));
  }

  private endDraft(draft: string, now: string): void {
    this.changeDraft(draft, expireDraft(this.drafts.get(draft) ?? noDraft, now));
    this.changeDraft(draft, draftShredded(this.drafts.get(draft) ?? noDraft));
  }

  /** @param swept what is due must be gone, and the key of what has no copy left */
  private check(swept: boolean): void {
    for (const [key, end] of this.ends) {
      const isThere = this.isThere(key);
      if (!isThere && this.now < end) throw new Error(`${key} is gone ${end - this.now} ms early`);
      if (swept && isThere && this.now >= end) throw new Error(`${key} is there ${this.now - end} ms late`);
    }
    this.checkEnds(swept);
  }

  private checkEnds(swept: boolean): void {
    for (const [message, { phase, copies }] of this.messages) {
      if (phase === 'kept' && copies.size === 0) throw new Error(`${message} outlives its last copy`);
      if (swept && phase === 'expired') throw new Error(`${message} keeps its key`);
    }
  }

  private isThere(key: string): boolean {
    const [message = '', mailbox = '', copy = ''] = key.split('/');
    if (mailbox !== '') return this.messages.get(message)?.copies.has(`${mailbox}/${copy}`) ?? false;
    return this.drafts.get(key)?.phase === 'kept';
  }
}
