import { type Keyring } from '../platform/crypto/keyring.js';
import { type Randomness } from '../platform/randomness/randomness.js';

/** Crockford's letters and digits: none that is read as another one. */
const LETTERS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 16;

/** 80 random bits, as people copy them from paper: `7K3M-Q2ZD-…`. */
export function drawAssociationCode(randomness: Randomness): string {
  const drawn = Array.from(randomness.bytes(LENGTH), (byte) => LETTERS[byte % LETTERS.length] ?? '').join('');
  return drawn.replace(/(.{4})(?!$)/g, '$1-');
}

/** What the log knows of a code, of one person only. @param code as typed */
export function associationCodeHash(keyring: Keyring, person: string, code: string): Promise<string> {
  const letters = code.toUpperCase().replace(/[\s-]/g, '');
  const read = letters.replace(/O/g, '0').replace(/[IL]/g, '1');
  return keyring.keyedHash('association-code', JSON.stringify([person, read]));
}
