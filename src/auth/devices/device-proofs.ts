import { createHash } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { type Request } from 'express';
import { calculateJwkThumbprint, EmbeddedJWK, errors, type JWTPayload, jwtVerify } from 'jose';
import { BulkWriteFailed, DuplicateKey } from '../../platform/documents/documents.errors.js';
import { ServedOrigin } from '../../platform/http/served-origin.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { PROOF_ALGORITHMS } from './device-key.js';
import { DeviceRecords } from './device-records.js';
import { DeviceRefusals, type ProofFlaw } from './device-refusals.js';

/** How old a proof may be, and what the clocks of device and service may differ by; in seconds. */
const MAX_AGE_S = 60;
const TOLERANCE_S = 30;
/** Twice as long as a proof may be taken, one that comes from the future included. */
const REMEMBERED_MS = 2 * (MAX_AGE_S + 2 * TOLERANCE_S) * 1_000;
const MAX_ID = 200;

/** What a proof must be of. */
export interface Proved {
  /** Of the device's key. */
  readonly thumbprint: string;
  /** The access token that comes with it, where one does. */
  readonly token?: string;
}

interface ReadProof {
  readonly payload: JWTPayload;
  readonly thumbprint: string;
}

/** A proof in which everything is right; whether it came before, {@link DeviceProofs.remember} tells. */
export interface VerifiedProof {
  /** SHA-256 of the key's thumbprint and the proof's own id. */
  readonly id: string;
  /** Before when it cannot have been signed, whatever the device's clock: milliseconds of the machine's clock. */
  readonly signedAfter: number;
}

/**
 * Proofs of possession (RFC 9449, section 4.3): the device signs each call with the key that it was paired with. Their
 * time is the machine's, as the device's is: the demonstration may shift the service's own.
 */
@Injectable()
export class DeviceProofs {
  constructor(
    private readonly origin: ServedOrigin,
    private readonly refusals: DeviceRefusals,
    private readonly records: DeviceRecords,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /**
   * Everything but whether it came before. Writes nothing, so that whoever has no more than a key costs no room.
   *
   * @throws Problem 401 `proof-refused`
   */
  async verify(request: Request, proved: Proved): Promise<VerifiedProof> {
    const header = request.get('DPoP');
    if (header === undefined) throw this.refusals.proof('missing');
    const proof = await this.read(header);
    const flaw = this.flawOf(request, proof, proved);
    if (flaw !== undefined) throw this.refusals.proof(flaw);
    const { payload, thumbprint } = proof;
    const id = sha256(JSON.stringify([thumbprint, payload.jti]));
    return { id, signedAfter: ((payload.iat ?? 0) - TOLERANCE_S) * 1_000 };
  }

  /**
   * Takes a proof once, in all processes.
   *
   * @throws Problem 401 `proof-refused` it has come before
   */
  async remember({ id }: VerifiedProof): Promise<void> {
    const expiresAt = new Date(this.clock.now().getTime() + REMEMBERED_MS).toISOString();
    try {
      await this.records.proofs.bulkWrite([{ insertOne: { document: { _id: id, expiresAt } } }]);
    } catch (error) {
      const cause = error instanceof BulkWriteFailed ? error.failures[0]?.error : error;
      throw cause instanceof DuplicateKey ? this.refusals.proof('replay') : error;
    }
  }

  private async read(header: string): Promise<ReadProof> {
    try {
      const { payload, protectedHeader } = await jwtVerify(header, EmbeddedJWK, {
        typ: 'dpop+jwt',
        algorithms: PROOF_ALGORITHMS,
        requiredClaims: ['htm', 'htu', 'iat', 'jti'],
        maxTokenAge: MAX_AGE_S,
        clockTolerance: TOLERANCE_S,
      });
      return { payload, thumbprint: await calculateJwkThumbprint(protectedHeader.jwk ?? {}) };
    } catch (error) {
      throw this.refusals.proof(flawOfError(error));
    }
  }

  private flawOf(
    request: Request,
    { payload, thumbprint }: ReadProof,
    proved: Proved,
  ): ProofFlaw | undefined {
    const { htm, htu, jti, ath } = payload;
    if (thumbprint !== proved.thumbprint) return 'key';
    if (htm !== request.method) return 'method';
    if (!isSameUrl(htu, `${this.origin.originOf(request)}${request.originalUrl}`)) return 'url';
    if (typeof jti !== 'string' || jti.length > MAX_ID) return 'malformed';
    if (proved.token !== undefined && ath !== sha256(proved.token)) return 'token-hash';
    return undefined;
  }
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('base64url');

/** Query and fragment left out, the rest as a browser would write it. */
function isSameUrl(claimed: unknown, asked: string): boolean {
  if (typeof claimed !== 'string' || !URL.canParse(claimed) || !URL.canParse(asked)) return false;
  const [one, other] = [new URL(claimed), new URL(asked)];
  return one.origin === other.origin && one.pathname === other.pathname;
}

function flawOfError(error: unknown): ProofFlaw {
  if (error instanceof errors.JWTExpired) return 'time';
  if (error instanceof errors.JWTClaimValidationFailed)
    return error.claim === 'iat' && error.reason === 'check_failed' ? 'time' : 'malformed';
  return error instanceof errors.JWSSignatureVerificationFailed ? 'signature' : 'malformed';
}
