import { MAX_SUBJECT_LENGTH } from './composition-rules.js';

export interface Prefix {
  readonly text: string;
  /** The same prefix, as this program and others write it, any number of times. */
  readonly written: RegExp;
}

/** The subject with the prefix before it, once; cut where it grows too long. */
export function prefixedSubject(prefix: Prefix, subject: string): string {
  const whole = prefix.text + subject.replace(prefix.written, '').trimStart();
  const characters = Array.from(whole);
  if (characters.length <= MAX_SUBJECT_LENGTH) return whole;
  return `${characters.slice(0, MAX_SUBJECT_LENGTH - 1).join('')}…`;
}
