import { MAX_SUBJECT_LENGTH } from '../../messages/index.js';

interface Prefix {
  readonly text: string;
  /** The same prefix, as this program and others write it, any number of times. */
  readonly written: RegExp;
}

const reply: Prefix = { text: 'Re : ', written: /^(?:\s*re\s*:)+\s*/i };
const forward: Prefix = { text: 'TR : ', written: /^(?:\s*(?:tr|fwd?)\s*:)+\s*/i };

/** The subject of an answer: « Re : » once, with ordinary spaces (D4). */
export const replySubject = (subject: string): string => prefixed(reply, subject);

/** The subject of a forward: « TR : » once (D6). */
export const forwardSubject = (subject: string): string => prefixed(forward, subject);

function prefixed({ text, written }: Prefix, subject: string): string {
  const whole = text + subject.replace(written, '').trimStart();
  if (whole.length <= MAX_SUBJECT_LENGTH) return whole;
  // Half a character would not be a character.
  return `${whole.slice(0, MAX_SUBJECT_LENGTH - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
