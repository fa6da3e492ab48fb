import { createHash, hash, randomBytes, randomUUID } from 'node:crypto';

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
    return randomBytes(length);
  }
}

/** The same draws for the same seed: for tests alone. */
export class SeededRandomness implements Randomness {
  private counter = 0;

  constructor(private readonly seed: string) {}

  uuid(): string {
    return uuidFrom(this.bytes(16));
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
  return uuidFrom(hash('sha256', text, 'buffer'));
}

function uuidFrom(bytes: Buffer): string {
  const octets = Buffer.from(bytes.subarray(0, 16));
  octets.writeUInt8((octets.readUInt8(6) & 0x0f) | 0x80, 6);
  octets.writeUInt8((octets.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = octets.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
