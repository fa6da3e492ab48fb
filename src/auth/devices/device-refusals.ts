import { Inject, Injectable } from '@nestjs/common';
import { type Logger } from 'pino';
import { Counter } from 'prom-client';
import { Problem } from '../../platform/http/problem.js';
import { LOGGER } from '../../platform/observability/logger.js';
import { Metrics } from '../../platform/observability/metrics.js';

/** What a proof of possession (RFC 9449, 4.3) fails by. */
export type ProofFlaw =
  'missing' | 'malformed' | 'signature' | 'key' | 'method' | 'url' | 'time' | 'token-hash' | 'replay';

/** What a token fails by. */
export type TokenFlaw = 'token' | 'expired' | 'removed' | 'late' | 'reused';

/** Everyday business of a device that is in order: counted, not logged. */
const EXPECTED: ReadonlySet<string> = new Set(['expired']);

/**
 * Refusals of mobile devices: 401 with the challenge of RFC 9449 (section 7.1), counted and logged by their reason,
 * without anything of device or person.
 */
@Injectable()
export class DeviceRefusals {
  private readonly refusals: Counter<'reason'>;

  constructor(
    @Inject(LOGGER) private readonly logger: Logger,
    metrics: Metrics,
  ) {
    this.refusals = new Counter({
      name: 'medimail_device_refused_total',
      help: 'Refused pairings, tokens and proofs of mobile devices by reason.',
      labelNames: ['reason'] as const,
      registers: [metrics.registry],
    });
  }

  /** The access token. */
  token(flaw: TokenFlaw): Problem {
    return this.refused(flaw, 'token-refused', 'invalid_token', 'L’accès de cet appareil a pris fin.');
  }

  /** The refresh token. */
  refresh(flaw: TokenFlaw): Problem {
    return this.refused(
      `refresh-${flaw}`,
      'refresh-refused',
      'invalid_grant',
      'Cet appareil n’est pas, ou n’est plus, associé à votre compte. Associez-le depuis le webmail.',
    );
  }

  /** Why is not told: who shows a code may be anybody. */
  pairing(): Problem {
    return this.refused(
      'pairing',
      'pairing-refused',
      'invalid_grant',
      'Ce code n’est plus valable : il a déjà servi, ou a plus de deux minutes. Affichez-en un autre.',
    );
  }

  proof(flaw: ProofFlaw): Problem {
    return this.refused(
      `proof-${flaw}`,
      'proof-refused',
      'invalid_dpop_proof',
      'La demande de cet appareil n’a pas pu être vérifiée. Contrôlez l’heure de l’appareil et réessayez.',
    );
  }

  private refused(reason: string, code: string, error: string, detail: string): Problem {
    this.refusals.inc({ reason });
    if (!EXPECTED.has(reason)) this.logger.warn({ reason }, 'device refused');
    const challenge = `DPoP error="${error}", algs="ES256 EdDSA"`;
    return new Problem(401, code, detail, { headers: { 'WWW-Authenticate': challenge } });
  }
}
