import { type SearchEntryDocument } from '../../contracts/documents/search.documents.js';
import { type Period } from './read-period.js';
import { type SearchTerm } from './parse-search.js';

/** Where is searched: a folder, or all of them. */
export interface Scope {
  readonly mailbox: string;
  readonly folder: string | undefined;
}

/** Whether an entry is in the scope and satisfies every term. */
export function isMatch(entry: SearchEntryDocument, scope: Scope, terms: readonly SearchTerm[]): boolean {
  return isWithin(entry, scope) && terms.every((term) => satisfies(entry, term));
}

const isWithin = (entry: SearchEntryDocument, { mailbox, folder }: Scope): boolean =>
  entry.mailbox === mailbox && (folder === undefined ? entry.filed : entry.folder === folder);

const satisfies = (entry: SearchEntryDocument, { words, period }: SearchTerm): boolean =>
  (period !== undefined && isDuring(entry.sentAt, period)) || words.every((word) => hasWord(entry, word));

const hasWord = (entry: SearchEntryDocument, beginning: string): boolean =>
  entry.words.some((word) => word.startsWith(beginning));

const isDuring = (instant: string, { from, before }: Period): boolean =>
  (from === undefined || instant >= from) && (before === undefined || instant < before);
