const loneSurrogate = /\p{Surrogate}/gu;

/** The text with U+FFFD for every half of a surrogate pair: such a half has no UTF-8 form, and no RFC 8785 one. */
export function wellFormed(text: string): string {
  return text.replace(loneSurrogate, '\ufffd');
}
