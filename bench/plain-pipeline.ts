import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import sodium from 'sodium-native';
import { secretStream } from './secretstream.js';

const CHUNK = 64 * 1024;
const {
  crypto_secretstream_xchacha20poly1305_ABYTES: OVERHEAD,
  crypto_secretstream_xchacha20poly1305_HEADERBYTES: HEADER,
  crypto_secretstream_xchacha20poly1305_STATEBYTES: STATE,
  crypto_secretstream_xchacha20poly1305_KEYBYTES: KEY,
  crypto_secretstream_xchacha20poly1305_TAG_MESSAGE: MESSAGE,
} = secretStream;

export interface PlainCopy {
  readonly path: string;
  readonly key: Buffer;
  readonly header: Buffer;
  readonly sha256: string;
}

/** file → SHA-256 → secretstream → file with fsync: what any program must do. */
export async function forth(from: string, to: string): Promise<PlainCopy> {
  const [key, header, state] = [Buffer.alloc(KEY), Buffer.alloc(HEADER), Buffer.alloc(STATE)];
  sodium.randombytes_buf(key);
  secretStream.crypto_secretstream_xchacha20poly1305_init_push(state, header, key);
  const hash = createHash('sha256');
  const file = await open(to, 'w');
  for await (const piece of createReadStream(from, { highWaterMark: CHUNK }) as AsyncIterable<Buffer>) {
    hash.update(piece);
    const box = Buffer.allocUnsafe(piece.length + OVERHEAD);
    secretStream.crypto_secretstream_xchacha20poly1305_push(state, box, piece, null, MESSAGE);
    await file.write(box);
  }
  await file.sync();
  await file.close();
  return { path: to, key, header, sha256: hash.digest('hex') };
}

/** And back: file → secretstream; what comes out is thrown away. @throws Error where the copy is another */
export async function back(copy: PlainCopy, sha256: string): Promise<void> {
  if (copy.sha256 !== sha256) throw new Error('the copy is not the file');
  const state = Buffer.alloc(STATE);
  secretStream.crypto_secretstream_xchacha20poly1305_init_pull(state, copy.header, copy.key);
  const tag = Buffer.alloc(1);
  const boxes = createReadStream(copy.path, { highWaterMark: CHUNK + OVERHEAD }) as AsyncIterable<Buffer>;
  for await (const box of boxes) {
    const plain = Buffer.allocUnsafe(box.length - OVERHEAD);
    secretStream.crypto_secretstream_xchacha20poly1305_pull(state, plain, tag, box, null);
  }
}
