import { calculateJwkThumbprint, importJWK, type JWK } from 'jose';
import sodium from 'sodium-native';

/** Of proofs; the third is the second's new name (RFC 9864). */
export const PROOF_ALGORITHMS = ['ES256', 'EdDSA', 'Ed25519'];

const COORDINATE_BYTES = 32;
/** Members of private and symmetric keys (RFC 7518, section 6). */
const SECRET_MEMBERS = ['d', 'k', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

/**
 * The SHA-256 thumbprint (RFC 7638) of a public key for ES256 (P-256) or EdDSA (Ed25519).
 *
 * @param value a JWK, as it was sent
 * @returns undefined where it is another key, holds a secret, or is no point that a signature could be trusted of
 */
export async function thumbprintOf(value: unknown): Promise<string | undefined> {
  if (typeof value !== 'object' || value === null) return undefined;
  const sent = value as Readonly<Record<string, unknown>>;
  const key = SECRET_MEMBERS.some((name) => name in sent) ? undefined : publicPartOf(sent);
  return key !== undefined && (await isPoint(key)) ? calculateJwkThumbprint(key) : undefined;
}

type PublicKey = JWK & { readonly x: string };

function publicPartOf({ kty, crv, x, y }: Readonly<Record<string, unknown>>): PublicKey | undefined {
  if (!isCoordinate(x)) return undefined;
  if (kty === 'OKP' && crv === 'Ed25519') return { kty, crv, x };
  return kty === 'EC' && crv === 'P-256' && isCoordinate(y) ? { kty, crv, x, y } : undefined;
}

/** 32 bytes in the one way of writing them: a key has one thumbprint. */
function isCoordinate(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  const bytes = Buffer.from(value, 'base64url');
  return bytes.length === COORDINATE_BYTES && bytes.toString('base64url') === value;
}

async function isPoint(key: PublicKey): Promise<boolean> {
  // Of a point of small order everybody can sign.
  if (key.crv === 'Ed25519')
    return sodium.crypto_core_ed25519_is_valid_point(Buffer.from(key.x, 'base64url'));
  return importJWK(key, 'ES256').then(
    () => true,
    () => false,
  );
}
