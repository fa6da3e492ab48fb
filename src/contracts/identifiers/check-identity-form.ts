import { type RefusedField } from '../decider.js';
import { type IdentityForm } from '../events/identity-form.js';
import { isBlank } from '../text/blank.js';
import { isPlainText, isSingleLine } from '../text/single-line.js';
import { identifierProblem, isIdentifierType, normalizeIdentifier } from './identifier.js';
import { identityFormParagraphs, identityFormTexts } from './identity-form-texts.js';

/** The form as it is kept: names without spaces around them, the number without those within it. */
export function normalizeIdentityForm(form: IdentityForm): IdentityForm {
  const { activity } = form;
  const kept = { ...form, lastName: form.lastName.trim(), firstName: form.firstName.trim() };
  if (activity?.idNumber === undefined) return kept;
  return { ...kept, activity: { ...activity, idNumber: normalizeIdentifier(activity.idNumber) } };
}

/** Everything that is wrong with a person's form (A3, S2), at once; each field by its path. @param form normalized */
export function checkIdentityForm(form: IdentityForm): RefusedField[] {
  return [
    ...(isBlank(form.lastName) ? [required('lastName', 'Indiquez votre nom.')] : []),
    ...(isBlank(form.firstName) ? [required('firstName', 'Indiquez votre prénom.')] : []),
    ...checkRest(form),
  ];
}

/** The same for an organisation (S3): it has one name, and nothing before it. @param form normalized */
export function checkOrganisationForm(form: IdentityForm): RefusedField[] {
  return [
    ...(isBlank(form.lastName) ? [required('lastName', 'Indiquez le nom de l’organisation.')] : []),
    ...checkRest(form),
  ];
}

function checkRest(form: IdentityForm): RefusedField[] {
  return [
    ...checkTexts('', identityFormTexts.own, form),
    ...checkTexts('activity.', activityTexts, form.activity),
    ...checkTexts('location.', identityFormTexts.location, form.location),
    ...checkTexts('organisation.', identityFormTexts.organisation, form.organisation),
    ...checkNumber(form.activity),
  ];
}

/** What kind of number it is is one of four words, whatever its length. */
const { idType: _, ...activityTexts } = identityFormTexts.activity;

function checkTexts<Field extends string>(
  path: string,
  limits: Readonly<Record<Field, number>>,
  texts: { readonly [Key in NoInfer<Field>]?: string } = {},
): RefusedField[] {
  return (Object.keys(limits) as Field[]).flatMap((name) => {
    const text = texts[name] ?? '';
    const field = path + name;
    if (Array.from(text).length > limits[name]) {
      return [{ field, code: 'max-length', detail: `Ce texte a au plus ${limits[name]} caractères.` }];
    }
    const fits = identityFormParagraphs.includes(field) ? isPlainText : isSingleLine;
    return fits(text) ? [] : [{ field, code: 'characters', detail: UNFIT }];
  });
}

const UNFIT = 'Ce texte contient des caractères qui ne conviennent pas.';

function checkNumber({ idType = '', idNumber = '' }: IdentityForm['activity'] = {}): RefusedField[] {
  if (idType === '') {
    if (idNumber === '') return [];
    return [required('activity.idType', 'Indiquez de quel type d’identifiant est ce numéro.')];
  }
  if (!isIdentifierType(idType)) {
    return [{ field: 'activity.idType', code: 'type', detail: 'Choisissez un type d’identifiant.' }];
  }
  const detail = idNumber === '' ? null : identifierProblem(idType, idNumber);
  return detail === null ? [] : [{ field: 'activity.idNumber', code: 'identifier', detail }];
}

const required = (field: string, detail: string): RefusedField => ({ field, code: 'required', detail });
