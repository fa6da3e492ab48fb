import { isShared, normalizeAddress } from '../../accounts/index.js';
import { type RefusedField } from '../../contracts/decider.js';
import { type CorrespondenceKind, type MailboxType } from '../../contracts/events/mailbox.events.js';
import { type ImportRecord } from './import-records.js';

export interface PlannedCorrespondence {
  readonly kind: CorrespondenceKind;
  readonly address: string;
}

/** What a line gives its account beside its form; addresses in their normal form, each grant once. */
export interface PlannedAdditions {
  readonly grants: readonly string[];
  readonly correspondences: readonly PlannedCorrespondence[];
}

export type CheckedAdditions =
  | { readonly additions: PlannedAdditions; readonly errors: null }
  | { readonly additions: null; readonly errors: readonly RefusedField[] };

/**
 * All that is wrong with grants and correspondences by themselves, before anything is looked up or written; each error
 * names its column.
 *
 * @param type of the account; undefined where it is none
 */
export function checkAdditions(record: ImportRecord, type: MailboxType | undefined): CheckedAdditions {
  const grants = checkGrants(record.grants, type);
  const correspondences = record.correspondences.map(checkCorrespondence);
  const errors = [...grants.errors, ...correspondences.flatMap((one) => one.errors)];
  if (errors.length > 0) return { additions: null, errors };
  const additions = {
    grants: grants.planned,
    correspondences: correspondences.flatMap((one) => one.planned),
  };
  return { additions, errors: null };
}

interface Checked<Planned> {
  readonly planned: readonly Planned[];
  readonly errors: readonly RefusedField[];
}

function checkGrants(typed: readonly string[], type: MailboxType | undefined): Checked<string> {
  if (typed.length > 0 && type !== undefined && !isShared(type)) {
    const detail =
      'L’accès à un compte personnel ne peut pas être partagé : seulement à un compte ORG ou APP.';
    return { planned: [], errors: [{ field: 'grants', code: 'personal-mailbox', detail }] };
  }
  const planned = new Set<string>();
  const errors: RefusedField[] = [];
  for (const text of typed) {
    const address = normalizeAddress(text);
    if (address === undefined) errors.push(malformed('grants', text));
    else planned.add(address);
  }
  return { planned: [...planned], errors };
}

function checkCorrespondence({
  kind,
  addresses,
}: ImportRecord['correspondences'][number]): Checked<PlannedCorrespondence> {
  const [text, ...others] = addresses;
  if (text === undefined) return { planned: [], errors: [] };
  if (others.length > 0) {
    const detail = 'Cette colonne porte une seule adresse.';
    return { planned: [], errors: [{ field: kind, code: 'several', detail }] };
  }
  const address = normalizeAddress(text);
  if (address === undefined) return { planned: [], errors: [malformed(kind, text)] };
  return { planned: [{ kind, address }], errors: [] };
}

const malformed = (field: string, text: string): RefusedField => ({
  field,
  code: 'malformed',
  detail: `L’adresse « ${text} » est mal formée.`,
});
