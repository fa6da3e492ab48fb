/** Control characters, halves of surrogate pairs, ends of lines, and what turns the direction of the text around it. */
const BREAKING = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Bidi_Control}]/u;

/**
 * Whether a name, or another text of one line, shows as what it is wherever it stands: in a list, in the header of a
 * mail, between two others (Unicode UTS 55).
 */
export const isSingleLine = (text: string): boolean => !BREAKING.test(text);

/** The same for a text of several lines, which may be indented too. */
export const isPlainText = (text: string): boolean => isSingleLine(text.replace(/[\r\n\t]/g, ''));
