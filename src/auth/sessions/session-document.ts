import { type Document, type IndexSpec } from '../../platform/documents/documents.js';
import { type PortalForm } from '../me/portal-form.js';

/** Collection `sessions` of the database of that name. `_id` is the SHA-256 of the session's id. */
export interface SessionDocument extends Document {
  /** By which the person sees and ends it; tells nothing of the session's id. */
  readonly id: string;
  readonly person: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  /** `User-Agent` of the browser, cut. */
  readonly agent: string;
  readonly acr: string;
  readonly amr: readonly string[];
  /** When the portal authenticated the person. */
  readonly authenticatedAt: string;
  /** Keyed hash of the portal's issuer and subject, and of its session: what a logout token names. */
  readonly identity: string;
  readonly portalSession: string | null;
  /** The ID token, which the portal asks for at logout, under a key that only the cookie gives. */
  readonly idTokenBox: string;
  /** What the portal knows of the first login's form, under the same key; dropped when that is done. */
  readonly portalFormBox?: string;
}

export const sessionIndexes: readonly IndexSpec[] = [
  {
    name: 'person',
    key: { person: 1, lastSeenAt: -1 },
    why: 'the sessions of a person, the last used first',
  },
  { name: 'identity', key: { identity: 1 }, why: 'the sessions that a logout token of a subject ends' },
  {
    name: 'portal-session',
    key: { portalSession: 1 },
    why: 'the sessions that a logout token of a session ends',
  },
  { name: 'created', key: { createdAt: 1 }, why: 'sessions past their absolute end' },
  { name: 'seen', key: { lastSeenAt: 1 }, why: 'sessions left alone for too long' },
];

/** What a request knows of its session. */
export interface LoggedIn {
  readonly id: string;
  readonly person: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly agent: string;
  readonly strongAuth: { readonly acr: string; readonly amr: readonly string[]; readonly at: string };
  readonly identity: string;
  readonly portalSession: string | null;
  /** Opened where it is wanted: few requests do. A function, so that `express-session` does not hash it each time. */
  readonly idToken: () => string;
  /** For the form of the first login; empty once that is done, in whichever session or device. */
  readonly portalForm: () => PortalForm;
}

declare module 'express-session' {
  interface SessionData {
    /** Absent before login: such a session is neither stored nor given a cookie. */
    loggedIn?: LoggedIn;
  }
}
