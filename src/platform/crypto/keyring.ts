/** 32 bytes of an XChaCha20-Poly1305 key. */
export type DataKey = Buffer & { readonly __brand: 'DataKey' };

export interface ContentKey {
  /** Id of the content. Letters, digits, `-` and `_`. */
  readonly content: string;
  readonly key: DataKey;
  /**
   * The holder through which this content was reached (a forward, an upload taken into a message): `create` looks
   * once more that it still refers to the content after its own reference is durable. Together with `shred`, which
   * looks for references after its deletion, no content is deleted that a new holder counts on.
   */
  readonly through?: string;
}

export interface NewKey {
  /** `message:<id>`, `mailbox:<id>`, `person:<id>`, `draft:<id>`, `upload:<id>`. */
  readonly name: string;
  /**
   * The last day the key can be needed: it is wrapped by the key of that day (Europe/Paris), whose destruction
   * ends every copy of it, backups' too. Without it the key is wrapped by the master key.
   */
  readonly until?: Date;
  /** Keys of contents that the holder of this key refers to, wrapped under it, in the same durable write. */
  readonly contents?: readonly ContentKey[];
}

/**
 * Data keys, stored wrapped, and destroyed for good: what was encrypted under a destroyed key is absent.
 * Unwrapped keys are cached for 60 s at most.
 *
 * @throws DocumentsUnavailable
 */
export interface Keyring {
  /** A random key, not stored anywhere yet: for a content that is about to be written. */
  draw(): DataKey;
  /**
   * Makes and stores the key, durable before it answers. Where the name exists already its key is answered, and
   * the contents that it does not hold yet are added: a retried command finds what it made the first time. A later
   * `until` moves an existing key under the later day.
   *
   * @throws KeyDestroyed a content's `through` went meanwhile; the new reference is withdrawn
   */
  create(key: NewKey): Promise<DataKey>;
  /** The keys that still exist, by name. One look-up for all that are not cached. */
  find(names: readonly string[]): Promise<ReadonlyMap<string, DataKey>>;
  /** The key of a content, through a holder that refers to it; undefined when holder or reference is gone. */
  contentKey(holder: string, content: string): Promise<DataKey | undefined>;
  /**
   * The holder refers to these contents no more, and keeps its others.
   *
   * @returns those of them that no key refers to any more
   */
  release(holder: string, contents: readonly string[]): Promise<readonly string[]>;
  /**
   * Destroys the keys, here and in the cache; answers the contents that no key refers to any more. What the engine's
   * files still hold is made unreadable by {@link scrub}.
   */
  shred(names: readonly string[]): Promise<{ readonly orphans: readonly string[] }>;
  /** Destroys the keys of the days before this instant, and with them every copy of what they wrap. */
  shredDaysBefore(instant: Date): Promise<number>;
  /** Of these contents, those that no key refers to: what a search of orphans may delete. */
  unreferenced(contents: readonly string[]): Promise<readonly string[]>;
  /**
   * Makes destroyed keys unreadable in the engines' files, write-ahead logs included. Costly: once after many
   * `shred`, by the sweeper, and an expiry is complete only then.
   */
  scrub(): Promise<void>;
  /** HMAC-SHA-256 (hex) under the store's index key: names streams after what must not be guessed. */
  keyedHash(purpose: string, value: string): Promise<string>;
}

/** Nest's injection token of the {@link Keyring}. */
export const KEYRING = Symbol('Keyring');
