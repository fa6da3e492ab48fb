import session, { type SessionData } from 'express-session';
import { type LoggedIn } from './session-document.js';
import { type Sessions } from './sessions.js';

type Done = (error?: unknown) => void;
type Found = (error: unknown, session?: SessionData | null) => void;

/**
 * `express-session` over {@link Sessions}. Only sessions of people who logged in are ever stored. It has no `touch`:
 * the guard prolongs a session, which knows what is asked; and the middleware would send each answer in two pieces, the
 * last byte once the session is touched.
 */
export class SessionStore extends session.Store {
  constructor(private readonly sessions: Sessions) {
    super();
  }

  override get(sessionId: string, found: Found): void {
    this.sessions.find(sessionId).then(
      // The cookie's attributes are the middleware's; the store decides how long a session lives.
      (loggedIn) => found(null, loggedIn && { cookie: cookie(), loggedIn: comparedById(loggedIn) }),
      (error: unknown) => found(error),
    );
  }

  override set(sessionId: string, { loggedIn }: SessionData, done: Done = ignore): void {
    if (loggedIn === undefined) done();
    else settle(this.sessions.begin(sessionId, loggedIn), done);
  }

  override destroy(sessionId: string, done: Done = ignore): void {
    settle(this.sessions.endById(sessionId), done);
  }
}

/**
 * The middleware writes a session out three times a request to find whether it was changed. Ours are changed in the
 * store alone, by name: their id says which it is.
 */
function comparedById(loggedIn: LoggedIn): LoggedIn {
  return Object.defineProperty(loggedIn, 'toJSON', { value: () => loggedIn.id });
}

const cookie = (): SessionData['cookie'] => new session.Cookie();
const ignore: Done = () => undefined;

function settle(work: Promise<unknown>, done: Done): void {
  work.then(
    () => done(),
    (error: unknown) => done(error),
  );
}
