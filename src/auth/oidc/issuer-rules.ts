import { type NationalIdBelief } from '../../platform/config/config.js';

/** What is asked of the logins that an issuer proves, and what is believed of them. */
export interface IssuerRules {
  /** Values of `acr` that are a strong authentication. */
  readonly acrValues: readonly string[];
  /** Methods of which one must have been used; null: any but those that are none by themselves. */
  readonly amrValues: readonly string[] | null;
  readonly nationalId: NationalIdBelief;
}

interface Authentication {
  readonly acr: string;
  readonly amr: readonly string[];
}

/** Authentication methods (RFC 8176) that are no strong authentication by themselves. */
const SINGLE_FACTORS = new Set(['pwd', 'kba']);

export function isStrong({ acr, amr }: Authentication, { acrValues, amrValues }: IssuerRules): boolean {
  if (!acrValues.includes(acr)) return false;
  if (amrValues !== null) return amr.some((method) => amrValues.includes(method));
  return amr.length === 0 || amr.some((method) => !SINGLE_FACTORS.has(method));
}

/** The professional's national id (RPPS, ADELI, …), where the login proves it; else null. */
export function provedNationalId(
  login: Authentication & { readonly claims: Readonly<Record<string, unknown>> },
  { nationalId: belief }: IssuerRules,
): string | null {
  const { SubjectNameID: id } = login.claims;
  if (typeof id !== 'string' || id === '' || id.length > 80 || belief === 'never') return null;
  return belief === 'always' || login.amr.some((method) => belief.amr.includes(method)) ? id : null;
}
