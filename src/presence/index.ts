/** What other features use of presence. */
export { PresenceModule } from './presence.module.js';
export { ReadersQuery } from './readers.query.js';
