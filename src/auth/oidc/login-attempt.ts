import { createHash } from 'node:crypto';
import { type Randomness } from '../../platform/randomness/randomness.js';

/** A login under way, between the redirect to the portal and the way back. */
export interface LoginAttempt {
  /** Comes back with the code; names the attempt. */
  readonly state: string;
  /** Must stand in the ID token. */
  readonly nonce: string;
  /** PKCE (RFC 7636): proves that who exchanges the code is who asked for it. */
  readonly verifier: string;
  /** The path to go to afterwards. */
  readonly to: string;
  /** Of the service's clock. */
  readonly begunAt: string;
  /** The session that wants a card associated (S1); null: the person logs in. */
  readonly cardFor: string | null;
}

export function drawAttempt(
  randomness: Randomness,
  asked: Pick<LoginAttempt, 'to' | 'begunAt' | 'cardFor'>,
): LoginAttempt {
  const draw = (): string => randomness.bytes(32).toString('base64url');
  return { state: draw(), nonce: draw(), verifier: draw(), ...asked };
}

/** `S256` of RFC 7636. */
export function codeChallenge(verifier: string): string {
  return createHash('sha256').update(verifier).digest('base64url');
}

/** A path of ours: begins with exactly one `/`, and holds nothing that a browser reads as another host. */
export function isLocalPath(path: string): boolean {
  return path.length <= 2_000 && /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/.test(path);
}
