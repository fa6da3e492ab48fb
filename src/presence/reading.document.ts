import { type Document, type IndexSpec } from '../platform/documents/documents.js';

/** Collection `readings` of the database `sessions`: ids and times alone. `_id` is `<mailbox>/<copy>/<person>`. */
export interface ReadingDocument extends Document {
  readonly mailbox: string;
  /** The message's id in this mailbox. */
  readonly copy: string;
  readonly person: string;
  readonly since: string;
  /** From this instant on the person is taken to have left. */
  readonly until: string;
}

export const readingIndexes: readonly IndexSpec[] = [
  { name: 'message', key: { mailbox: 1, copy: 1, since: 1 }, why: 'who is reading a message, in order' },
  { name: 'person', key: { person: 1, until: 1 }, why: 'how many messages a person is reading at once' },
  { name: 'until', key: { until: 1 }, why: 'what is over' },
];
