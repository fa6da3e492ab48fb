import { Value } from '@sinclair/typebox/value';
import { Salts } from '../../contracts/events/message.events.js';
import { tokenField, unfolded } from './header-fields.js';

/** The fields in which an exported message carries its seal: what anybody needs beside the public keys (G2). */
export const sealFields = {
  jws: 'X-Medimail-Seal',
  kid: 'X-Medimail-Seal-Kid',
  salts: 'X-Medimail-Seal-Salts',
} as const;

export interface CarriedSeal {
  /** Compact JWS (RFC 7515). */
  readonly jws: string;
  readonly kid: string;
  readonly salts: Salts;
}

export function sealHeader({ jws, kid, salts }: CarriedSeal): string {
  const encoded = Buffer.from(JSON.stringify(salts)).toString('base64url');
  return (
    tokenField(sealFields.jws, jws) + tokenField(sealFields.kid, kid) + tokenField(sealFields.salts, encoded)
  );
}

/** @returns undefined where it is not what {@link sealHeader} writes */
export function readSalts(field: string): Salts | undefined {
  try {
    const salts: unknown = JSON.parse(Buffer.from(unfolded(field), 'base64url').toString('utf8'));
    return Value.Check(Salts, salts) ? salts : undefined;
  } catch {
    return undefined;
  }
}
