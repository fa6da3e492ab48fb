import { type Establishment, isShared, normalizeAddress } from '../../accounts/index.js';
import { type RefusedField } from '../../contracts/decider.js';
import { type MailboxType } from '../../contracts/events/mailbox.events.js';
import { isBlank } from '../../contracts/text/blank.js';
import { isSingleLine } from '../../contracts/text/single-line.js';
import {
  identifierProblem,
  type IdentifierType,
  isEstablishmentIdType,
  isIdentifierType,
  normalizeIdentifier,
} from '../../contracts/identifiers/identifier.js';

export const accountTypes = ['MED', 'PER', 'INT', 'ORG', 'APP'] as const satisfies readonly MailboxType[];

/** The fields of an account as a managing structure writes them (X4); empty: not said. */
export const accountFields = [
  'address',
  'type',
  'lastName',
  'firstName',
  'label',
  'idType',
  'idNumber',
  'notifyAddress',
] as const;
export type AccountField = (typeof accountFields)[number];
export type AccountForm = Readonly<Record<AccountField, string>>;

/** What an account is to be, checked. */
export interface PlannedAccount {
  readonly address: string;
  readonly type: MailboxType;
  /** Null for ORG and APP. */
  readonly person: { readonly lastName: string; readonly firstName: string } | null;
  readonly label: string;
  /** As the portal tells it; null where the person comes by an association code. */
  readonly nationalId: string | null;
  /** The number of an ORG or APP account, which its first profile has (S3); null where it has none. */
  readonly establishment: Establishment | null;
  readonly notifyAddress: string | null;
}

export type CheckedForm =
  | { readonly account: PlannedAccount; readonly errors: null }
  | { readonly account: null; readonly errors: readonly RefusedField[] };

/** @param domains of the platform; null: any */
export function checkAccountForm(form: AccountForm, domains: readonly string[] | null): CheckedForm {
  const type = accountTypes.find((known) => known === form.type.trim().toUpperCase());
  const address = normalizeAddress(form.address);
  const notifyAddress = form.notifyAddress.trim() === '' ? null : normalizeAddress(form.notifyAddress);
  const errors = [
    ...addressErrors(form.address, address, domains),
    ...typeErrors(type),
    ...notifyErrors(notifyAddress, address),
    ...nameErrors(form, type),
    ...numberErrors(form, type),
    ...textErrors(form),
  ];
  if (errors.length > 0 || type === undefined || address === undefined || notifyAddress === undefined) {
    return { account: null, errors };
  }
  return { account: planned(form, { type, address, notifyAddress }), errors: null };
}

function planned(
  form: AccountForm,
  normal: Pick<PlannedAccount, 'type' | 'address' | 'notifyAddress'>,
): PlannedAccount {
  const [lastName, firstName, label] = [form.lastName.trim(), form.firstName.trim(), form.label.trim()];
  const person = isShared(normal.type) ? null : { lastName, firstName };
  return {
    ...normal,
    person,
    label: label === '' ? `${firstName} ${lastName}` : label,
    nationalId: nationalIdOf(form),
    establishment: establishmentOf(form),
  };
}

const typeErrors = (type: MailboxType | undefined): RefusedField[] =>
  type === undefined ? [wrong('type', 'unknown', 'Le type est MED, PER, INT, ORG ou APP.')] : [];

function notifyErrors(notifyAddress: string | null | undefined, address: string | undefined): RefusedField[] {
  if (notifyAddress === undefined)
    return [wrong('notifyAddress', 'malformed', 'Cette adresse est mal formée.')];
  if (notifyAddress !== address) return [];
  return [wrong('notifyAddress', 'own', 'Indiquez une autre adresse que celle du compte.')];
}

function addressErrors(
  typed: string,
  address: string | undefined,
  domains: readonly string[] | null,
): RefusedField[] {
  if (address === undefined) return [wrong('address', 'malformed', 'Cette adresse est mal formée.', typed)];
  const domain = address.slice(address.lastIndexOf('@') + 1);
  if (domains === null || domains.includes(domain)) return [];
  return [wrong('address', 'domain', 'Cette adresse n’est pas d’un domaine de la plateforme.', address)];
}

function nameErrors(form: AccountForm, type: MailboxType | undefined): RefusedField[] {
  if (type === undefined) return [];
  const asked: readonly AccountField[] = isShared(type) ? ['label'] : ['lastName', 'firstName'];
  return asked
    .filter((field) => isBlank(form[field]))
    .map((field) => wrong(field, 'required', 'Ce champ est obligatoire pour ce type de compte.'));
}

function numberErrors({ idType, idNumber }: AccountForm, account: MailboxType | undefined): RefusedField[] {
  if (idNumber.trim() === '') return [];
  const type = idType.trim().toUpperCase();
  if (!isIdentifierType(type)) {
    return [wrong('idType', 'unknown', 'Le type d’identifiant est RPPS, ADELI, SIRET ou FINESS.')];
  }
  const detail = identifierProblem(type, idNumber);
  return [
    ...numberTypeErrors(type, account),
    ...(detail === null ? [] : [wrong('idNumber', 'identifier', detail)]),
  ];
}

/** A number that the account has no place for is refused: it would be lost. A person’s first profile is their own (A3). */
function numberTypeErrors(type: IdentifierType, account: MailboxType | undefined): RefusedField[] {
  if (account === undefined || isShared(account) === isEstablishmentIdType(type)) return [];
  const detail = isShared(account)
    ? 'L’identifiant d’un compte ORG ou APP est un SIRET ou un FINESS.'
    : 'L’identifiant d’une personne est un RPPS ou un ADELI : elle indique celui de son établissement à sa première connexion.';
  return [wrong('idType', 'type', detail)];
}

function textErrors(form: AccountForm): RefusedField[] {
  return accountFields.flatMap((field) => {
    const text = form[field];
    // A file in another encoding than UTF-8 reads with replacement characters.
    if (Array.from(text).length > 254 || text.includes('\ufffd')) {
      return [wrong(field, 'text', 'Ce texte est trop long, ou n’est pas de l’UTF-8.')];
    }
    if (isSingleLine(text)) return [];
    return [wrong(field, 'characters', 'Ce texte contient des caractères qui ne conviennent pas.')];
  });
}

/** Kinds of number by which the portal names a person: their own numbers, with a figure before them. */
const OWN_NUMBERS: Partial<Record<IdentifierType, string>> = { RPPS: '8', ADELI: '0' };

/** Of an establishment's number no person's id follows. */
function nationalIdOf({ idType, idNumber }: AccountForm): string | null {
  const type = idType.trim().toUpperCase();
  const figure = isIdentifierType(type) ? OWN_NUMBERS[type] : undefined;
  if (figure === undefined || idNumber.trim() === '') return null;
  return figure + normalizeIdentifier(idNumber);
}

function establishmentOf({ idType, idNumber }: AccountForm): Establishment | null {
  const type = idType.trim().toUpperCase();
  if (!isEstablishmentIdType(type) || idNumber.trim() === '') return null;
  return { idType: type, idNumber: normalizeIdentifier(idNumber) };
}

const wrong = (field: AccountField, code: string, detail: string, address?: string): RefusedField => ({
  field,
  code,
  detail,
  ...(address !== undefined && { address }),
});
