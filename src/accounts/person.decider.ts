import { Value } from '@sinclair/typebox/value';
import { type Decider, Refusal, type RefusedField } from '../contracts/decider.js';
import { type IdentityForm } from '../contracts/events/identity-form.js';
import { type PersonEvent, type PersonRole } from '../contracts/events/person.events.js';

export interface PersonState {
  readonly registered: boolean;
  /** The person's own mailbox. */
  readonly mailbox: string;
  readonly roles: readonly PersonRole[];
  /** Null before registration, and once the person's key is destroyed. */
  readonly lastName: string | null;
  readonly firstName: string | null;
  /** The portal identity, as a keyed hash; null before the first login. */
  readonly identity: string | null;
  readonly termsAccepted: readonly string[];
  readonly identityValidated: boolean;
  /** As it was validated last; null before, and once the person's key is destroyed. */
  readonly form: IdentityForm | null;
}

const nobody: PersonState = {
  registered: false,
  mailbox: '',
  roles: [],
  lastName: null,
  firstName: null,
  identity: null,
  termsAccepted: [],
  identityValidated: false,
  form: null,
};

export const personDecider: Decider<PersonState, PersonEvent> = {
  initial: nobody,
  evolve(state, event) {
    switch (event.type) {
      case 'PersonRegistered':
        return { ...state, registered: true, ...event.data, ...names(event.private) };
      case 'IdentityLinked':
        return { ...state, identity: event.data.identity };
      case 'TermsAccepted':
        return { ...state, termsAccepted: [...state.termsAccepted, event.data.version] };
      case 'IdentityValidated':
        return { ...state, identityValidated: true, form: event.private, ...names(event.private) };
    }
  },
};

const names = (from: { readonly lastName: string; readonly firstName: string } | null) => ({
  lastName: from?.lastName ?? null,
  firstName: from?.firstName ?? null,
});

/** What the person has to do before anything else (A2, A3). @param terms the version in force, null where none is */
export function pending(state: PersonState, terms: string | null): ('terms' | 'identity')[] {
  const missing: ('terms' | 'identity')[] = [];
  if (terms !== null && !state.termsAccepted.includes(terms)) missing.push('terms');
  if (!state.identityValidated) missing.push('identity');
  return missing;
}

export function registerPerson(
  state: PersonState,
  command: {
    readonly mailbox: string;
    readonly roles: readonly PersonRole[];
    readonly lastName: string;
    readonly firstName: string;
  },
): PersonEvent[] {
  if (state.registered) throw new Refusal('already-registered', 'Cette personne existe déjà.');
  const { mailbox, roles, lastName, firstName } = command;
  return [
    {
      type: 'PersonRegistered',
      data: { mailbox, roles: [...roles] },
      private: { lastName, firstName },
    },
  ];
}

/** The first login links the portal identity; it stays the person's (A2). */
export function linkIdentity(state: PersonState, command: { readonly identity: string }): PersonEvent[] {
  existing(state);
  if (state.identity === command.identity) return [];
  if (state.identity !== null) {
    throw new Refusal('already-linked', 'Ce compte est déjà lié à une autre identité du portail.');
  }
  return [{ type: 'IdentityLinked', data: { identity: command.identity }, private: null }];
}

/** @param command.current the version in force: no other can be accepted (A2) */
export function acceptTerms(
  state: PersonState,
  command: { readonly version: string; readonly current: string | null; readonly acceptedAt: string },
): PersonEvent[] {
  existing(state);
  const { version, acceptedAt } = command;
  if (version !== command.current) {
    throw new Refusal('terms-outdated', 'Ces conditions ne sont pas, ou ne sont plus, celles en vigueur.');
  }
  if (state.termsAccepted.includes(version)) return [];
  return [{ type: 'TermsAccepted', data: { version, acceptedAt }, private: null }];
}

/** After the terms; the two names are mandatory (A3). The same again changes nothing. */
export function validateIdentity(
  state: PersonState,
  command: {
    readonly form: IdentityForm;
    readonly terms: string | null;
    readonly validatedAt: string;
  },
): PersonEvent[] {
  existing(state);
  if (pending(state, command.terms).includes('terms')) {
    throw new Refusal('terms-pending', 'Acceptez d’abord les conditions générales d’utilisation.');
  }
  const { form: given, validatedAt } = command;
  const form = { ...given, lastName: given.lastName.trim(), firstName: given.firstName.trim() };
  const missing = [
    ...(form.lastName === '' ? [required('lastName', 'Indiquez votre nom.')] : []),
    ...(form.firstName === '' ? [required('firstName', 'Indiquez votre prénom.')] : []),
  ];
  if (missing.length > 0) throw new Refusal('invalid', 'Des champs obligatoires sont vides.', missing);
  if (Value.Equal(state.form, form)) return [];
  return [{ type: 'IdentityValidated', data: { validatedAt }, private: form }];
}

const required = (field: string, detail: string): RefusedField => ({ field, code: 'required', detail });

function existing(state: PersonState): void {
  if (!state.registered) throw new Refusal('not-found', 'Cette personne n’existe pas.');
}
