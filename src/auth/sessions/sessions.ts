import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DATABASES, type Databases, type Documents } from '../../platform/documents/documents.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { type PortalForm } from '../me/portal-form.js';
import { sessionIndexes, type LoggedIn, type SessionDocument } from './session-document.js';
import { hashOf, openUnder, sealUnder } from './secret-box.js';
import { isOver, livingFilter, overFilter, TOUCH_EVERY_MS } from './session-life.js';

/** The sessions of people. No other part reads or writes the collection. */
@Injectable()
export class Sessions implements OnModuleInit {
  private readonly documents: Documents<SessionDocument>;

  constructor(
    @Inject(DATABASES) databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.documents = databases.database('sessions').collection<SessionDocument>('sessions');
  }

  async onModuleInit(): Promise<void> {
    await this.documents.createIndexes(sessionIndexes);
  }

  /** The session of this id; undefined where there is none, or it is over. */
  async find(sessionId: string): Promise<LoggedIn | undefined> {
    const found = await this.documents.findOne({ _id: hashOf(sessionId) });
    if (found === null) return undefined;
    const now = this.clock.now();
    if (!isOver(found, now)) return loggedInOf(found, sessionId);
    // Another request, begun in time, may have prolonged it since it was read.
    await this.end({ _id: found._id, ...overFilter(now) });
    return undefined;
  }

  /** Stores a new session; sessions that are over go at the same time. */
  async begin(sessionId: string, session: LoggedIn): Promise<void> {
    const document = documentOf(sessionId, session);
    await this.documents.bulkWrite([
      { deleteMany: { filter: overFilter(this.clock.now()) } },
      { replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true } },
    ]);
  }

  /** Notes a request of the session, once a minute at most. One that ended meanwhile stays ended. */
  async touch(sessionId: string, session: LoggedIn): Promise<void> {
    const now = this.clock.now();
    if (now.getTime() - Date.parse(session.lastSeenAt) < TOUCH_EVERY_MS) return;
    const lastSeenAt = now.toISOString();
    const filter = { _id: hashOf(sessionId), ...livingFilter(now, lastSeenAt) };
    await this.documents.bulkWrite([{ updateOne: { filter, update: { $set: { lastSeenAt } } } }]);
  }

  async endById(sessionId: string): Promise<void> {
    await this.end({ _id: hashOf(sessionId) });
  }

  /** The living sessions of a person, the last used first. */
  async ofPerson(person: string): Promise<SessionDocument[]> {
    const options = { sort: { lastSeenAt: -1 }, limit: 200 } as const;
    const found = await this.documents.find({ person }, options).toArray();
    const now = this.clock.now();
    return found.filter((session) => !isOver(session, now));
  }

  /** Drops what the portal told for the form of the first login from all sessions of the person: it is done. */
  async forgetPortalForm(person: string): Promise<void> {
    const update = { $unset: { portalFormBox: '' } };
    await this.documents.bulkWrite([{ updateMany: { filter: { person }, update } }]);
  }

  /** Whether a session of the person has not ended. Looking does not prolong it. */
  async isAlive(person: string, id: string): Promise<boolean> {
    const found = await this.documents.findOne({ person, id });
    return found !== null && !isOver(found, this.clock.now());
  }

  /** @returns false where the person has no such session */
  async endOfPerson(person: string, id: string): Promise<boolean> {
    return (await this.end({ person, id })) > 0;
  }

  /** Ends the sessions that a logout token names: by the portal's session where it names one, else by the subject. */
  async endOfPortal(
    named: { readonly identity: string } | { readonly portalSession: string },
  ): Promise<number> {
    return this.end({ ...named });
  }

  private async end(filter: Record<string, unknown>): Promise<number> {
    return (await this.documents.bulkWrite([{ deleteMany: { filter } }])).deletedCount;
  }
}

function documentOf(sessionId: string, session: LoggedIn): SessionDocument {
  const { strongAuth, idToken, portalForm: formOf, ...rest } = session;
  const portalForm = formOf();
  const knows = Object.keys(portalForm).length > 0;
  return {
    _id: hashOf(sessionId),
    ...rest,
    acr: strongAuth.acr,
    amr: strongAuth.amr,
    authenticatedAt: strongAuth.at,
    idTokenBox: sealUnder(sessionId, idToken()),
    ...(knows && { portalFormBox: sealUnder(sessionId, JSON.stringify(portalForm)) }),
  };
}

function loggedInOf(document: SessionDocument, sessionId: string): LoggedIn {
  const { _id, acr, amr, authenticatedAt, idTokenBox, portalFormBox, ...rest } = document;
  return {
    ...rest,
    strongAuth: { acr, amr, at: authenticatedAt },
    idToken: () => openUnder(sessionId, idTokenBox),
    portalForm: () =>
      portalFormBox === undefined ? {} : (JSON.parse(openUnder(sessionId, portalFormBox)) as PortalForm),
  };
}
