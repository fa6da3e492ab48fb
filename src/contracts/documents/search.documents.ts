import { type CopyDocument } from './folder-view.documents.js';

/* Collection of the projection `search`. Shapes only: both sides of the wall read them. */

/**
 * Collection `entries`: what a search looks at, and nothing more. `_id` is that of the copy in `folder-view`,
 * `<mailbox>/<copy>`.
 */
export type SearchEntryDocument = Pick<
  CopyDocument,
  'mailbox' | 'folder' | 'filed' | 'sentAt' | 'subjectKey' | 'fromKey' | 'toKey'
> & {
  /** Of subject, sender and recipients, as `searchWords` makes them; each once. */
  readonly words: readonly string[];
};
