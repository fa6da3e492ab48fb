import { MAX_REFERENCES, type MessageSealed } from '../../contracts/events/message.events.js';

/** Where a message stands in its conversation (RFC 5322, 3.6.4). */
export interface Thread {
  /** The message that it answers. */
  readonly replyTo: string | null;
  /** Those before it, the one that it answers last. */
  readonly references: readonly string[];
}

export const noThread: Thread = { replyTo: null, references: [] };

/** Of an answer to a message. */
export function threadAfter(message: string, { references = [] }: MessageSealed['data']): Thread {
  return { replyTo: message, references: [...references, message].slice(-MAX_REFERENCES) };
}
