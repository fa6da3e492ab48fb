import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { type RecordedEvent } from '../../contracts/events/event-definition.js';
import { type DraftEvent, type DraftSaved } from '../../contracts/events/draft.events.js';
import { keyOfStream, streams } from '../../contracts/events/streams.js';
import { type DraftView } from '../../contracts/http/drafts.http.js';
import { MAX_RETENTION_DAYS } from '../../contracts/retention/expiry-date.js';
import { draftNotFound } from '../../drafts/index.js';
import { ContentMissing } from '../../platform/content/content.errors.js';
import { CONTENT_STORE, type ContentStore } from '../../platform/content/content-store.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { EVENT_CODEC, type EventCodec, UndecodableEvent } from '../../platform/events/event-codec.js';
import { EVENT_STORE, type EventStore, type StoredEvent } from '../../platform/event-store/event-store.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { MessageReader } from '../reading/message-reader.js';

export interface ReadDraft {
  readonly mailbox: string;
  readonly draft: string;
  readonly person: string;
}

export interface ReadableDraft {
  /** What `If-Match` compares. */
  readonly revision: number;
  readonly view: DraftView;
}

/** A saving between reading the event and its content removes that content: the next event is read then. */
const TRIES = 5;

/** A date only ever comes nearer, by a day at least: there are no more of these after a saving. */
const MAX_SHORTENINGS = MAX_RETENTION_DAYS;

/**
 * A draft as it was last saved. The last saving of its stream, and what came nearer of its end since, is all there is
 * to say: no window is ever shown, or told the revision of, anything else.
 */
@Injectable()
export class DraftQuery {
  // Nest hands out what was injected one by one.
  // eslint-disable-next-line max-params -- what Nest injects
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(EVENT_CODEC) private readonly codec: EventCodec,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(CONTENT_STORE) private readonly contents: ContentStore,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly messages: MessageReader,
  ) {}

  /** @throws Refusal `not-found` */
  async execute(read: ReadDraft): Promise<ReadableDraft> {
    for (let tries = 1; tries <= TRIES; tries++) {
      const { event, revision } = await this.lastSaving(read);
      const html = await this.html(read.draft, event.data.content);
      if (html !== undefined) return { revision, view: await this.view(read, event, html) };
    }
    throw draftNotFound();
  }

  private async lastSaving({ mailbox, draft }: ReadDraft): Promise<RecordedEvent<DraftSaved>> {
    const limit = MAX_SHORTENINGS + 1;
    let nearer: string | undefined;
    for await (const stored of this.store.read(streams.draft(draft), { direction: 'backwards', limit })) {
      const last = await this.decoded(stored);
      if (last.event.type === 'DraftRetentionShortened') {
        nearer ??= last.event.data.expiresAt;
        continue;
      }
      if (last.event.type !== 'DraftSaved' || last.event.private === null) break;
      const { type, data, private: texts } = last.event;
      const expiresAt = nearer ?? data.expiresAt;
      const isDue = this.clock.now().toISOString() >= expiresAt;
      if (data.mailbox !== mailbox || isDue) break;
      return { ...last, event: { type, data: { ...data, expiresAt }, private: texts } };
    }
    throw draftNotFound();
  }

  private async decoded(stored: StoredEvent): Promise<RecordedEvent<DraftEvent>> {
    const [decoded] = await this.codec.decode([stored]);
    if (decoded instanceof UndecodableEvent) throw decoded;
    // One for one; and the stream's category says which events it holds.
    return decoded as RecordedEvent<DraftEvent>;
  }

  private async html(
    draft: string,
    { id, size }: { readonly id: string; readonly size: number },
  ): Promise<string | undefined> {
    const key = await this.keyring.contentKey(keyOfStream(streams.draft(draft)), id);
    if (key === undefined) return undefined;
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of this.contents.open(id, key, size)) chunks.push(chunk);
    } catch (error) {
      if (error instanceof ContentMissing) return undefined;
      throw error;
    }
    return Buffer.concat(chunks).toString('utf8');
  }

  private async view(
    read: ReadDraft,
    { data, private: texts }: DraftSaved,
    html: string,
  ): Promise<DraftView> {
    const { savedAt, expiresAt, replyTo, forwardOf } = data;
    return {
      id: read.draft,
      to: texts?.to ?? [],
      cc: texts?.cc ?? [],
      subject: texts?.subject ?? '',
      html,
      savedAt,
      expiresAt,
      attachmentsKept: false,
      ...(replyTo !== undefined && { replyTo }),
      ...(forwardOf !== undefined && { forwardOf, ...(await this.originals(read, forwardOf)) }),
    };
  }

  /** Neither where the person has not opened the message: sending is what says so. */
  private async originals(
    { mailbox, person }: ReadDraft,
    copy: string,
  ): Promise<Pick<DraftView, 'originals' | 'originalGone'>> {
    try {
      const { envelope } = await this.messages.find({ mailbox, copy, person });
      return {
        originals: envelope.attachments.map(({ id, name, type, size, sha256 }) => ({
          id,
          name,
          type,
          size,
          sha256,
        })),
      };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return error.code === 'not-found' ? { originalGone: true } : {};
    }
  }
}
