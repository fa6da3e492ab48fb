import { createHash, hash, randomUUID } from 'node:crypto';
import sodium from 'sodium-native';

/** The only source of ids and randomness. Injected, so that a test can tell beforehand what will be drawn. */
export interface Randomness {
  /** A random UUID (version 4, RFC 9562). */
  uuid(): string;
  bytes(length: number): Buffer;
}

/** Nest's injection token of the {@link Randomness}. */
export const RANDOMNESS = Symbol('Randomness');

export class SystemRandomness implements Randomness {
  uuid(): string {
    return randomUUID();
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafeSlow(length);
    sodium.randombytes_buf(bytes);
    return bytes;
  }
}

/** The same draws for the same seed: for tests alone. */
export class SeededRandomness implements Randomness {
  private counter = 0;

  constructor(private readonly seed: string) {}

  uuid(): string {
    return uuidFrom(this.bytes(16).toString('hex'));
  }

  bytes(length: number): Buffer {
    const blocks: Buffer[] = [];
    for (let have = 0; have < length; have += 32) {
      blocks.push(createHash('sha256').update(`${this.seed}/${this.counter++}`).digest());
    }
    return Buffer.concat(blocks).subarray(0, length);
  }
}

/**
 * A UUID (version 8, RFC 9562 section 5.8) that is always the same for the same parts: what gives the stream and
 * the events of a retried command, and what a policy emits, the ids that they had the first time.
 */
export function deterministicUuid(...parts: readonly string[]): string {
  const text = parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');
  return uuidFrom(hash('sha256', text));
}

/** @param hex 16 bytes or more; six of their bits give way to version and variant */
function uuidFrom(hex: string): string {
  const variant = ((parseInt(hex.slice(16, 17), 16) & 0x3) | 0x8).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
