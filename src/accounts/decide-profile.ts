import { Value } from '@sinclair/typebox/value';
import { Refusal, type RefusedField } from '../contracts/decider.js';
import { type IdentityForm } from '../contracts/events/identity-form.js';
import { type MailboxEvent, type MailboxType } from '../contracts/events/mailbox.events.js';
import {
  checkIdentityForm,
  checkOrganisationForm,
  normalizeIdentityForm,
} from '../contracts/identifiers/check-identity-form.js';
import { isEstablishmentIdType, isIdentifierType } from '../contracts/identifiers/identifier.js';
import { isBlank } from '../contracts/text/blank.js';
import { existing } from './decide-register-mailbox.js';
import { isShared, type MailboxState } from './mailbox.state.js';

/** What « Enregistrer » keeps of the profile (S2, S3). The same again changes nothing. */
export function saveProfile(state: MailboxState, typed: IdentityForm): MailboxEvent[] {
  existing(state);
  const form = normalizeIdentityForm(typed);
  const wrong = wrongInProfile(state.type, form);
  if (wrong.length > 0) throw new Refusal('invalid', 'Des champs sont vides ou ne conviennent pas.', wrong);
  return profileSaved(state, form);
}

/**
 * The form of the first login is the profile of the person's own account, until they save another (A3). Its rules
 * are the first login's. Of one that is validated again the profile has the names; what was saved beside them stays.
 *
 * @param form as it was validated
 */
export function profileFromFirstLogin(state: MailboxState, form: IdentityForm): MailboxEvent[] {
  if (!state.registered) return [];
  const { profile } = state.settings;
  const { lastName, firstName } = form;
  return profileSaved(state, profile === null ? form : { ...profile, lastName, firstName });
}

function profileSaved(state: MailboxState, form: IdentityForm): MailboxEvent[] {
  const { address, type } = state;
  // The account's key is gone: nothing can be said of it any more.
  if (address === null || Value.Equal(state.settings.profile, form)) return [];
  const { redList = false, dematerialise = false } = form;
  return [{ type: 'ProfileSaved', data: { redList, dematerialise, type }, private: { form, address } }];
}

/** All that the rules have against a profile of an account of that type, as it was typed. */
export function wrongInProfile(type: MailboxType, form: IdentityForm): RefusedField[] {
  const { activity, location } = form;
  const shared = isShared(type);
  return [
    ...(shared ? checkOrganisationForm : checkIdentityForm)(normalizeIdentityForm(form)),
    ...needed('activity.profession', activity?.profession, 'Indiquez votre profession.'),
    ...needed('location.region', location?.region, 'Indiquez votre région.'),
    ...(shared ? checkEstablishment(activity?.idType ?? '') : []),
  ];
}

/** An organisation has the identifier of an establishment (S3). */
function checkEstablishment(idType: string): RefusedField[] {
  if (!isIdentifierType(idType) || isEstablishmentIdType(idType)) return [];
  return [{ field: 'activity.idType', code: 'type', detail: 'Choisissez SIRET ou FINESS.' }];
}

const needed = (field: string, text: string | undefined, detail: string): RefusedField[] =>
  isBlank(text ?? '') ? [{ field, code: 'required', detail }] : [];
