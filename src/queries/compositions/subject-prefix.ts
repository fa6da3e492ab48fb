import { type Prefix, prefixedSubject } from '../../messages/index.js';

const reply: Prefix = { text: 'Re : ', written: /^(?:\s*re\s*:)+\s*/i };
const forward: Prefix = { text: 'TR : ', written: /^(?:\s*(?:tr|fwd?)\s*:)+\s*/i };

/** The subject of an answer: « Re : » once, with ordinary spaces (D4). */
export const replySubject = (subject: string): string => prefixedSubject(reply, subject);

/** The subject of a forward: « TR : » once (D6). */
export const forwardSubject = (subject: string): string => prefixedSubject(forward, subject);
