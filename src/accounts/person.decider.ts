import { Value } from '@sinclair/typebox/value';
import { type Decider, Refusal, type RefusedField } from '../contracts/decider.js';
import { type IdentityForm } from '../contracts/events/identity-form.js';
import { checkIdentityForm, normalizeIdentityForm } from '../contracts/identifiers/check-identity-form.js';
import { type PersonEvent, type PersonRole, type StrongAuth } from '../contracts/events/person.events.js';

export interface Association {
  /** A keyed hash. */
  readonly code: string;
  readonly expiresAt: string;
  readonly failures: number;
}

export interface Card {
  /** The card's national id, as a keyed hash. */
  readonly nationalId: string;
  /** Null once the person's key is destroyed. */
  readonly masked: string | null;
  readonly associatedAt: string;
}

export interface Device {
  /** Of its public key. */
  readonly thumbprint: string;
  /** Null once the person's key is destroyed. */
  readonly name: string | null;
  readonly pairedAt: string;
  readonly strongAuth: StrongAuth;
}

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
  /** The code by which the person may link their identity themselves; null where none waits. */
  readonly association: Association | null;
  readonly cards: ReadonlyMap<string, Card>;
  readonly devices: ReadonlyMap<string, Device>;
  readonly termsAccepted: readonly string[];
  readonly identityValidated: boolean;
  /** As it was validated, the names as they were corrected since; null before, and once the person's key is destroyed. */
  readonly form: IdentityForm | null;
  /** The account that is shown after login; null: the person's own (S14). */
  readonly defaultAccount: string | null;
}

const nobody: PersonState = {
  registered: false,
  mailbox: '',
  roles: [],
  lastName: null,
  firstName: null,
  identity: null,
  association: null,
  cards: new Map(),
  devices: new Map(),
  termsAccepted: [],
  identityValidated: false,
  form: null,
  defaultAccount: null,
};

export const personDecider: Decider<PersonState, PersonEvent> = {
  initial: nobody,
  evolve(state, event) {
    switch (event.type) {
      case 'PersonRegistered':
        return { ...state, registered: true, ...event.data, ...names(event.private) };
      case 'IdentityLinked':
        return { ...state, identity: event.data.identity, association: null };
      case 'TermsAccepted':
        return { ...state, termsAccepted: [...state.termsAccepted, event.data.version] };
      case 'IdentityValidated':
        return { ...state, identityValidated: true, form: event.private, ...names(event.private) };
      case 'DefaultAccountSet':
        return { ...state, defaultAccount: event.data.mailbox };
      case 'LoginRefused':
        return state;
      case 'DevicePaired':
      case 'DeviceRemoved':
        return { ...state, devices: evolveDevices(state.devices, event) };
      default:
        return evolveMeans(state, event);
    }
  },
};

type MeansEvent = Extract<
  PersonEvent,
  { readonly type: 'AssociationCodeIssued' | 'AssociationFailed' | 'CardAssociated' | 'CardRemoved' }
>;

/** The means by which the person is known at login. */
function evolveMeans(state: PersonState, event: MeansEvent): PersonState {
  const { association } = state;
  const cards = new Map(state.cards);
  switch (event.type) {
    case 'AssociationCodeIssued':
      return { ...state, association: { ...event.data, failures: 0 } };
    case 'AssociationFailed':
      return { ...state, association: association && { ...association, failures: association.failures + 1 } };
    case 'CardAssociated':
      cards.set(event.data.card, { ...event.data, masked: event.private?.masked ?? null });
      return { ...state, cards };
    case 'CardRemoved':
      cards.delete(event.data.card);
      return { ...state, cards };
  }
}

function evolveDevices(
  before: PersonState['devices'],
  event: Extract<PersonEvent, { readonly type: 'DevicePaired' | 'DeviceRemoved' }>,
): PersonState['devices'] {
  const devices = new Map(before);
  if (event.type === 'DeviceRemoved') devices.delete(event.data.device);
  else devices.set(event.data.device, { ...event.data, name: event.private?.name ?? null });
  return devices;
}

/** As people write it; empty once the person's key is destroyed. */
export function fullName({ firstName, lastName }: Pick<PersonState, 'firstName' | 'lastName'>): string {
  return [firstName, lastName].filter((part) => part !== null).join(' ');
}

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

/** The portal proved the person, and they were not let in (A1). */
export function refuseLogin(
  state: PersonState,
  command: { readonly reason: string; readonly refusedAt: string },
): PersonEvent[] {
  return state.registered ? [{ type: 'LoginRefused', data: command, private: null }] : [];
}

/** @param command.current the version in force: no other can be accepted (A2) */
export function acceptTerms(
  state: PersonState,
  command: {
    readonly version: string;
    readonly current: string | null;
    /** Of the text in force. */
    readonly sha256?: string;
    readonly acceptedAt: string;
  },
): PersonEvent[] {
  existing(state);
  const { version, acceptedAt, sha256 } = command;
  if (version !== command.current) {
    throw new Refusal('terms-outdated', 'Ces conditions ne sont pas, ou ne sont plus, celles en vigueur.');
  }
  if (state.termsAccepted.includes(version)) return [];
  return [
    {
      type: 'TermsAccepted',
      data: { version, acceptedAt, ...(sha256 === undefined ? {} : { sha256 }) },
      private: null,
    },
  ];
}

/**
 * After the terms; the two names are mandatory (A3). The same again changes nothing. Afterwards the names alone are
 * corrected so, which `GET /me` and timelines show of the person; the rest is the account's profile, which its owner
 * changes (S2).
 *
 * @throws Refusal `terms-pending`, `invalid`, `already-validated`
 */
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
  const form = normalizeIdentityForm(command.form);
  if (Value.Equal(state.form, form)) return [];
  if (state.identityValidated && !isRenaming(state.form, form)) {
    throw new Refusal(
      'already-validated',
      'Votre identité est déjà validée : seuls votre nom et votre prénom se corrigent ici, le reste dans les paramètres du compte.',
    );
  }
  const wrong = wrongInForm(form);
  if (wrong.length > 0) throw new Refusal('invalid', 'Des champs sont vides ou ne conviennent pas.', wrong);
  return [{ type: 'IdentityValidated', data: { validatedAt: command.validatedAt }, private: form }];
}

/** Nothing but the two names is another. */
const isRenaming = (before: IdentityForm | null, after: IdentityForm): boolean =>
  before !== null && Value.Equal({ ...before, ...namesOf(after) }, after);

const namesOf = ({ lastName, firstName }: IdentityForm) => ({ lastName, firstName });

/** All that the rules have against a form, as it was typed. */
export const wrongInForm = (form: IdentityForm): readonly RefusedField[] =>
  checkIdentityForm(normalizeIdentityForm(form));

/** @throws Refusal not-found */
export function existing(state: PersonState): void {
  if (!state.registered) throw new Refusal('not-found', 'Cette personne n’existe pas.');
}
