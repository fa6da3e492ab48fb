import { Inject, Injectable } from '@nestjs/common';
import { TERMS_OF_USE } from '../../accounts/terms.decider.js';
import { type TermsEvent } from '../../contracts/events/reservation.events.js';
import { streams } from '../../contracts/events/streams.js';
import { type TermsView } from '../../contracts/http/me.http.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec, UndecodableEvent } from '../../platform/events/event-codec.js';
import { notFound } from '../../platform/http/problem.js';

/** The terms of use in force: the last event of their stream. */
@Injectable()
export class TermsQuery {
  constructor(
    @Inject(EVENT_STORE) private readonly events: EventStore,
    @Inject(EVENT_CODEC) private readonly codec: EventCodec,
  ) {}

  /** @throws Problem 404 none have been published */
  async current(): Promise<TermsView> {
    for await (const stored of this.events.read(streams.terms(TERMS_OF_USE), {
      direction: 'backwards',
      limit: 1,
    })) {
      const [recorded] = await this.codec.decode([stored]);
      if (recorded === undefined || recorded instanceof UndecodableEvent) throw recorded ?? notFound();
      const { version, title, html, publishedAt } = (recorded.event as TermsEvent).data;
      return { version, title, html, publishedAt };
    }
    throw notFound();
  }
}
