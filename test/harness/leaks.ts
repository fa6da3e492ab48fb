/** Ways in which a text can stand in clear in bytes. */
function formsOf(text: string): Map<string, Buffer> {
  const forms = new Map<string, Buffer>([
    ['UTF-8', Buffer.from(text)],
    ['UTF-16', Buffer.from(text, 'utf16le')],
    ['JSON', Buffer.from(asciiJson(text))],
    ['hex', Buffer.from(Buffer.from(text).toString('hex'))],
    ['URL', Buffer.from(encodeURIComponent(text))],
  ]);
  // Base64 of a text depends on where in the bytes before it it begins; its edges hold neighbours' bits.
  for (const before of [0, 1, 2]) {
    const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(text)]);
    const whole = bytes.subarray(0, bytes.length - (bytes.length % 3)).subarray(before === 0 ? 0 : 3);
    forms.set(`base64 at ${before}`, Buffer.from(whole.toString('base64')));
    forms.set(`base64url at ${before}`, Buffer.from(whole.toString('base64url')));
  }
  return forms;
}

function asciiJson(text: string): string {
  return text.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Which of the texts stand in the bytes, and how. Texts of fewer than 8 bytes would be found by chance. */
export function leaks(bytes: Buffer, texts: readonly string[]): string[] {
  return texts.flatMap((text) => {
    if (Buffer.byteLength(text) < 8) throw new RangeError(`too short to be looked for: ${text}`);
    return [...formsOf(text)].filter(([, form]) => bytes.includes(form)).map(([form]) => `${text} (${form})`);
  });
}
