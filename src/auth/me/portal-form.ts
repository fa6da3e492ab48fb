import { professionOf } from '../../contracts/identifiers/professions.js';
import { identifierProblem } from '../../contracts/identifiers/identifier.js';
import { type IdentityForm } from '../../contracts/events/identity-form.js';
import { type PersonState } from '../../accounts/person.decider.js';
import { isSingleLine } from '../../contracts/text/single-line.js';
import { foldForSearch } from '../../contracts/text/search-words.js';

/** What of the first login's form the portal knows (A3). */
export type PortalForm = Partial<Pick<IdentityForm, 'lastName' | 'firstName' | 'activity'>>;

type Activity = NonNullable<IdentityForm['activity']>;
type Claims = Readonly<Record<string, unknown>>;

/** Of Pro Santé Connect's `codeCiviliteDexercice`. */
const TITLES = new Map([
  ['DR', 'Docteur'],
  ['PR', 'Professeur'],
  ['M', 'Monsieur'],
  ['MME', 'Madame'],
]);

/**
 * Pro Santé Connect's claims as the form has them. Any of them may be absent, and none is trusted to be of its kind:
 * what does not fit is left for the user to fill in.
 *
 * @param nationalId the one that the login proved; null: none is believed
 */
export function portalFormOf(claims: Claims, nationalId: string | null): PortalForm {
  const exercise = firstExercise(claims.SubjectRefPro);
  const activity = whole<Activity>({
    ...numberOf(nationalId),
    companyName: text(claims.SubjectOrganization, 255),
    title: TITLES.get(text(exercise.codeCiviliteDexercice, 20) ?? ''),
    profession: professionOf(text(exercise.codeProfession, 20) ?? ''),
  });
  return whole<PortalForm>({
    lastName: text(claims.family_name, 255) ?? text(exercise.nomDexercice, 255),
    firstName: text(claims.given_name, 255) ?? text(exercise.prenomDexercice, 255),
    activity: Object.keys(activity).length > 0 ? activity : undefined,
  });
}

/**
 * The form that the first login begins with; afterwards, as it was validated. What the portal knows comes before what
 * the managing structure wrote, but for the spelling of a name: the portal's are in capitals.
 */
export function identityFormFor(person: PersonState, portal: PortalForm): IdentityForm {
  if (person.form !== null) return person.form;
  return {
    ...portal,
    lastName: spelt(portal.lastName, person.lastName),
    firstName: spelt(portal.firstName, person.firstName),
  };
}

function spelt(told: string | undefined, provisioned: string | null): string {
  if (told === undefined) return provisioned ?? '';
  return provisioned !== null && foldForSearch(told) === foldForSearch(provisioned) ? provisioned : told;
}

/** A person who exercises in several ways corrects what is shown of the first. */
function firstExercise(reference: unknown): Claims {
  const exercises = isRecord(reference) ? reference.exercices : undefined;
  const first: unknown = Array.isArray(exercises) ? exercises[0] : undefined;
  return isRecord(first) ? first : {};
}

/** `8` and an RPPS number, `0` and an ADELI number (to be checked against the official reference). */
function numberOf(nationalId: string | null): Pick<Activity, 'idType' | 'idNumber'> {
  const idType = nationalId?.startsWith('8') === true ? 'RPPS' : 'ADELI';
  const idNumber = nationalId?.slice(1) ?? '';
  const fits = /^[08]/.test(nationalId ?? '') && identifierProblem(idType, idNumber) === null;
  return fits ? { idType, idNumber } : {};
}

const isRecord = (value: unknown): value is Claims => typeof value === 'object' && value !== null;

function text(value: unknown, max: number): string | undefined {
  if (typeof value !== 'string') return undefined;
  const trimmed = value.trim();
  return trimmed === '' || Array.from(trimmed).length > max || !isSingleLine(trimmed) ? undefined : trimmed;
}

/** Without what is not known. */
function whole<T>(fields: { readonly [Key in keyof T]: T[Key] | undefined }): T {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;
}
