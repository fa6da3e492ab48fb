/** A character that is seen by itself: no space, control, format or filling character, no accent, none without meaning. */
const SEEN = /[^\p{C}\p{Z}\p{M}\p{Default_Ignorable_Code_Point}]/u;

/** Whether nobody would see anything of this text. */
export const isBlank = (text: string): boolean => !SEEN.test(text);
