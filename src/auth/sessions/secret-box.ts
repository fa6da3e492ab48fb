import { createHash, hkdfSync } from 'node:crypto';
import { openBox, sealBox } from '../../platform/crypto/aead.js';

const KEY_BYTES = 32;

/** What the database knows of a secret that only the browser holds (a session's id, a login's state). */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** Encrypts under a key that only the secret's holder can give back: what the database holds opens nothing. */
export function sealUnder(secret: string, text: string): string {
  return sealBox(keyOf(secret), Buffer.from(text), Buffer.from(hashOf(secret))).toString('base64url');
}

/** @throws BoxNotOpened */
export function openUnder(secret: string, box: string): string {
  return openBox(keyOf(secret), Buffer.from(box, 'base64url'), Buffer.from(hashOf(secret))).toString();
}

/** The secrets are 256 random bits: HKDF (RFC 5869) is enough, no slow hash is needed. */
function keyOf(secret: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', 'medimail login', KEY_BYTES));
}
