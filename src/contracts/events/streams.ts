/** Stream names: `<category>-<id>`. What names a stream is always an opaque id or a keyed hash. */
export const streams = {
  message: (id: string) => `message-${id}`,
  draft: (id: string) => `draft-${id}`,
  mailbox: (id: string) => `mailbox-${id}`,
  person: (id: string) => `person-${id}`,
  address: (hash: string) => `address-${hash}`,
  identity: (hash: string) => `identity-${hash}`,
  terms: (document: string) => `terms-${document}`,
} as const;

export type StreamCategory = keyof typeof streams;

/** `message-3f…` → `3f…` */
export function idOfStream(stream: string): string {
  return stream.slice(stream.indexOf('-') + 1);
}

export function categoryOfStream(stream: string): string {
  return stream.slice(0, stream.indexOf('-'));
}

/** The key under which `private` of the stream's events is encrypted: `message-3f…` → `message:3f…`. */
export function keyOfStream(stream: string): string {
  return `${categoryOfStream(stream)}:${idOfStream(stream)}`;
}
