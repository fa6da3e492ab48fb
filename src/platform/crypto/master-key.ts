import { createHash } from 'node:crypto';
import { KEY_BYTES, openBox, sealBox } from './aead.js';

/** A secret as it is stored: under which key (`master:<id>` or `day:<YYYY-MM-DD>`), and the box in base64. */
export interface WrappedSecret {
  readonly under: string;
  readonly box: string;
}

export const MASTER_PREFIX = 'master:';

/** The stored wraps name a master key that this process was not given. */
export class MasterKeyUnknown extends Error {
  constructor(readonly under: string) {
    super(
      `the stored keys are wrapped by ${under}, which is none of the master keys given (MASTER_KEY, MASTER_KEY_NEXT)`,
    );
    this.name = 'MasterKeyUnknown';
  }
}

/** 32 bytes that wrap every other key, directly or through the key of a day. */
export class MasterKey {
  /** Names the key beside what it wraps; a hash of 256 random bits tells nothing about them. */
  readonly under: string;

  /** @throws RangeError unless there are 32 bytes */
  constructor(private readonly bytes: Buffer) {
    if (bytes.length !== KEY_BYTES) throw new RangeError(`a master key has ${KEY_BYTES} bytes`);
    const id = createHash('sha256').update('medimail master key\0').update(bytes).digest('hex');
    this.under = `${MASTER_PREFIX}${id.slice(0, 16)}`;
  }

  /** @throws RangeError unless the text is 32 bytes in base64 */
  static fromBase64(text: string): MasterKey {
    return new MasterKey(Buffer.from(text.trim(), 'base64'));
  }

  /** @param name of the secret: the wrap opens under this name alone */
  wrap(name: string, secret: Buffer): WrappedSecret {
    return { under: this.under, box: sealBox(this.bytes, secret, Buffer.from(name)).toString('base64') };
  }

  /** @throws BoxNotOpened */
  unwrap(name: string, wrapped: WrappedSecret): Buffer {
    return openBox(this.bytes, Buffer.from(wrapped.box, 'base64'), Buffer.from(name));
  }
}

/**
 * The master keys of a process: one that wraps, and during a rotation the other one, that still opens.
 */
export class MasterKeys {
  private wrapping: MasterKey;
  private readonly known = new Map<string, MasterKey>();
  private readonly writing = new Set<Promise<unknown>>();

  /** @param current wraps and opens; `others` only open */
  constructor(current: MasterKey, ...others: readonly MasterKey[]) {
    this.wrapping = current;
    for (const key of [current, ...others]) this.known.set(key.under, key);
  }

  get current(): MasterKey {
    return this.wrapping;
  }

  /** What can be opened, as the stored wraps name it. */
  get names(): readonly string[] {
    return [...this.known.keys()];
  }

  /**
   * From now on `next` wraps; the keys known before still open. A rotation begins so. Answers when what was wrapped
   * before is written: nothing comes under the old key behind the rotation's back.
   */
  async adopt(next: MasterKey): Promise<void> {
    this.known.set(next.under, next);
    this.wrapping = next;
    await Promise.allSettled(this.writing);
  }

  /** Wraps the secret and gives the wrap to `write`, whose answer is passed on. */
  async wrap<T>(name: string, secret: Buffer, write: (wrapped: WrappedSecret) => Promise<T>): Promise<T> {
    const writing = write(this.wrapping.wrap(name, secret));
    this.writing.add(writing);
    try {
      return await writing;
    } finally {
      this.writing.delete(writing);
    }
  }

  /** @throws MasterKeyUnknown, BoxNotOpened */
  unwrap(name: string, wrapped: WrappedSecret): Buffer {
    const key = this.known.get(wrapped.under);
    if (key === undefined) throw new MasterKeyUnknown(wrapped.under);
    return key.unwrap(name, wrapped);
  }
}
