import sodium from 'sodium-native';

export const KEY_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_KEYBYTES;
const NONCE_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
const TAG_BYTES = sodium.crypto_aead_xchacha20poly1305_ietf_ABYTES;

/** What a box is longer than its plain bytes. */
export const BOX_OVERHEAD_BYTES = NONCE_BYTES + TAG_BYTES;

/** The box was altered, or sealed with another key or other additional data. It does not say which. */
export class BoxNotOpened extends Error {
  constructor() {
    super('the box does not open with this key and additional data');
    this.name = 'BoxNotOpened';
  }
}

/**
 * XChaCha20-Poly1305-IETF (draft-irtf-cfrg-xchacha-03): 192-bit nonces, long enough to be drawn at random for ever.
 *
 * @param key 32 bytes
 * @param additionalData what the box is bound to; not stored in it
 * @returns nonce (24 bytes) ‖ ciphertext ‖ tag (16 bytes)
 */
export function sealBox(key: Buffer, plain: Buffer, additionalData: Buffer): Buffer {
  const box = Buffer.allocUnsafe(NONCE_BYTES + plain.length + TAG_BYTES);
  const nonce = box.subarray(0, NONCE_BYTES);
  sodium.randombytes_buf(nonce);
  sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
    box.subarray(NONCE_BYTES),
    plain,
    additionalData,
    null,
    nonce,
    key,
  );
  return box;
}

/**
 * The plain bytes of a box made by {@link sealBox}, in a buffer of their own.
 *
 * @throws BoxNotOpened
 */
export function openBox(key: Buffer, box: Buffer, additionalData: Buffer): Buffer {
  if (box.length < BOX_OVERHEAD_BYTES) throw new BoxNotOpened();
  // Not from Buffer's shared pool: plain bytes of a key must be erasable, and nothing else lies beside them.
  const plain = Buffer.allocUnsafeSlow(box.length - BOX_OVERHEAD_BYTES);
  try {
    sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
      plain,
      null,
      box.subarray(NONCE_BYTES),
      additionalData,
      box.subarray(0, NONCE_BYTES),
      key,
    );
  } catch {
    throw new BoxNotOpened();
  }
  return plain;
}

/** Overwrites the bytes of a secret that is no longer needed. */
export function eraseSecret(secret: Buffer): void {
  sodium.sodium_memzero(secret);
}
