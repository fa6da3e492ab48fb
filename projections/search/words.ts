import { type MessageSealed } from '../../src/contracts/events/message.events.js';
import { type HolderRole, type Party } from '../../src/contracts/events/schemas.js';
import { searchWords } from '../../src/contracts/text/search-words.js';

type Texts = MessageSealed['private'];

/**
 * Words of a copy, at most: each is an entry of an index. A sent copy is the only one of its message, and holds
 * what 500 recipients come to; the copies of such a message, as many, hold its first recipients.
 */
const MOST_WORDS: Readonly<Record<HolderRole, number>> = { sender: 3_000, recipient: 200, delegate: 200 };

/** The words that a copy is found by (C5): of the subject, then of the sender, then of the recipients. */
export function wordsOf(texts: NonNullable<Texts>, role: HolderRole): string[] {
  const parties = [texts.from, ...texts.to, ...texts.cc].map(shown);
  return searchWords([texts.subject, ...parties].join(' '), MOST_WORDS[role]);
}

const shown = ({ name, address }: Party): string => `${name} ${address}`;
