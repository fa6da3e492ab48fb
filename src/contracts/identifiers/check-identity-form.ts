import { type RefusedField } from '../decider.js';
import { type IdentityForm } from '../events/identity-form.js';
import { identifierProblem, isIdentifierType, normalizeIdentifier } from './identifier.js';

/** The form as it is kept: names without spaces around them, the number without those within it. */
export function normalizeIdentityForm(form: IdentityForm): IdentityForm {
  const { activity } = form;
  const kept = { ...form, lastName: form.lastName.trim(), firstName: form.firstName.trim() };
  if (activity?.idNumber === undefined) return kept;
  return { ...kept, activity: { ...activity, idNumber: normalizeIdentifier(activity.idNumber) } };
}

/** Everything that is wrong with the form (A3, S2), at once; each field by its path. @param form normalized */
export function checkIdentityForm(form: IdentityForm): RefusedField[] {
  return [
    ...(form.lastName === '' ? [required('lastName', 'Indiquez votre nom.')] : []),
    ...(form.firstName === '' ? [required('firstName', 'Indiquez votre prénom.')] : []),
    ...checkNumber(form.activity),
  ];
}

function checkNumber({ idType = '', idNumber = '' }: IdentityForm['activity'] = {}): RefusedField[] {
  if (idNumber === '') return [];
  if (!isIdentifierType(idType)) {
    return [required('activity.idType', 'Indiquez de quel type d’identifiant est ce numéro.')];
  }
  const detail = identifierProblem(idType, idNumber);
  return detail === null ? [] : [{ field: 'activity.idNumber', code: 'identifier', detail }];
}

const required = (field: string, detail: string): RefusedField => ({ field, code: 'required', detail });
