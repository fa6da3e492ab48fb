import { type Commitments } from '../../contracts/events/message.events.js';

/** What the signature of a seal covers. */
export interface SealPayload {
  readonly id: string;
  readonly sealedAt: string;
  readonly commitments: Commitments;
}

export interface Seal {
  readonly kid: string;
  /** Compact JWS (RFC 7515), EdDSA over Ed25519, of the payload in RFC 8785 form. */
  readonly jws: string;
}

/** Signs seals with the current sealing key, and tells every public key there ever was. */
export interface Sealer {
  sign(payload: SealPayload): Promise<Seal>;
  /** JSON Web Key Set (RFC 7517) of the public keys, old ones too. */
  jwks(): Promise<{ readonly keys: readonly Record<string, unknown>[] }>;
}

/** Nest's injection token of the {@link Sealer}. */
export const SEALER = Symbol('Sealer');
