import { type LoggedIn } from '../../src/auth/sessions/session-document.js';

/** A session as a login at this instant begins it. @param id tells it, its identity and its portal's session apart */
export function loggedInAt(now: Date, id: string, person: string): LoggedIn {
  const at = now.toISOString();
  return {
    id,
    person,
    createdAt: at,
    lastSeenAt: at,
    agent: '',
    strongAuth: { acr: 'eidas1', amr: [], at },
    identity: `identity-${id}`,
    portalSession: `portal-${id}`,
    idToken: () => 'token',
    portalForm: () => ({}),
  };
}
