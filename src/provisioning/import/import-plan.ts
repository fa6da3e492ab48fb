import { createHash } from 'node:crypto';
import { type RefusedField } from '../../contracts/decider.js';
import { type PlannedAccount } from '../accounts/account-form.js';

/** What the lines before have claimed, as hashes: bounded by the lines that a file may have. */
export class ImportPlan {
  private readonly claimed = new Set<string>();
  private readonly people = new Set<string>();

  /** What of the account an earlier line has; empty where it is this line's now. */
  claim({ address, nationalId }: PlannedAccount): RefusedField[] {
    const claims = [
      { field: 'address', hash: hashOf('address', address) },
      ...(nationalId === null ? [] : [{ field: 'idNumber', hash: hashOf('id', nationalId) }]),
    ];
    const twice = claims.filter(({ hash }) => this.claimed.has(hash));
    if (twice.length === 0) for (const { hash } of claims) this.claimed.add(hash);
    const detail = 'Une ligne précédente du fichier porte déjà cette valeur.';
    return twice.map(({ field }) => ({ field, code: 'twice', detail }));
  }

  /** The line went well: later lines may grant the person access. */
  done({ address, person }: PlannedAccount): void {
    if (person !== null) this.people.add(hashOf('address', address));
  }

  hasPerson(address: string): boolean {
    return this.people.has(hashOf('address', address));
  }
}

const hashOf = (kind: string, value: string): string =>
  createHash('sha256').update(`${kind}:${value}`).digest('base64url').slice(0, 22);
