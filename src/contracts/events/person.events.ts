import { type Static, Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { IdentityForm } from './identity-form.js';
import { closed, Id, Instant, Name, Sha256, Text, Thumbprint } from './schemas.js';

/* Stream `person-<uuid>`: who logs in. Its `private` parts are under the key `person:<uuid>`. */

export const PersonRole = Type.Union([Type.Literal('auditor'), Type.Literal('administrator')]);
export type PersonRole = Static<typeof PersonRole>;

export const PersonRegistered = defineEvent({
  type: 'PersonRegistered',
  version: 1,
  data: Type.Object(
    {
      /** The person's own mailbox. */
      mailbox: Id,
      roles: Type.Array(PersonRole),
    },
    closed,
  ),
  private: Type.Object({ lastName: Name, firstName: Name }, closed),
});

/** The portal identity (`iss` + `sub`, kept as a keyed hash) with which the person logs in. */
export const IdentityLinked = defineEvent({
  type: 'IdentityLinked',
  version: 1,
  data: Type.Object({ identity: Id }, closed),
  private: null,
});

export const TermsAccepted = defineEvent({
  type: 'TermsAccepted',
  version: 1,
  data: Type.Object(
    {
      version: Type.String({ minLength: 1, maxLength: 40 }),
      acceptedAt: Instant,
      /** Of the text that was accepted; absent in events of before it was kept. */
      sha256: Type.Optional(Sha256),
    },
    closed,
  ),
  private: null,
});

export const IdentityValidated = defineEvent({
  type: 'IdentityValidated',
  version: 1,
  data: Type.Object({ validatedAt: Instant }, closed),
  private: IdentityForm,
});

/** The managing structure asked for a one-time code, by which the person links their identity themselves (A2). */
export const AssociationCodeIssued = defineEvent({
  type: 'AssociationCodeIssued',
  version: 1,
  /** A keyed hash: the code is told once, and stands nowhere. */
  data: Type.Object({ code: Id, issuedAt: Instant, expiresAt: Instant }, closed),
  private: null,
});

/** Somebody tried a code that is not the person's. */
export const AssociationFailed = defineEvent({
  type: 'AssociationFailed',
  version: 1,
  data: Type.Object({ failedAt: Instant }, closed),
  private: null,
});

/** A CPS card, by the national id that Pro Santé Connect told of it (S1). */
export const CardAssociated = defineEvent({
  type: 'CardAssociated',
  version: 1,
  data: Type.Object(
    {
      card: Id,
      /** Keyed hash. */
      nationalId: Id,
      associatedAt: Instant,
    },
    closed,
  ),
  /** All but its last digits hidden. */
  private: Type.Object({ masked: Type.String({ minLength: 1, maxLength: 40 }) }, closed),
});

export const CardRemoved = defineEvent({
  type: 'CardRemoved',
  version: 1,
  data: Type.Object({ card: Id, removedAt: Instant }, closed),
  private: null,
});

/** How the portal authenticated somebody, and when. */
export const StrongAuth = Type.Object(
  {
    acr: Type.String({ maxLength: 255 }),
    amr: Type.Array(Type.String({ maxLength: 255 }), { maxItems: 50 }),
    at: Instant,
  },
  closed,
);
export type StrongAuth = Static<typeof StrongAuth>;

/** A mobile device may act as the person from now on, with the private key that it alone has (S12). */
export const DevicePaired = defineEvent({
  type: 'DevicePaired',
  version: 1,
  data: Type.Object(
    {
      device: Id,
      /** Of the device's public key (RFC 7638): what each of its calls is proved against. */
      thumbprint: Thumbprint,
      pairedAt: Instant,
      /** Of the session that paired it. */
      strongAuth: StrongAuth,
    },
    closed,
  ),
  private: Type.Object({ name: Text(80, { minLength: 1 }) }, closed),
});

/** The device may nothing any more, from its next call on (S12). */
export const DeviceRemoved = defineEvent({
  type: 'DeviceRemoved',
  version: 1,
  data: Type.Object(
    {
      device: Id,
      removedAt: Instant,
      /** The person asked; the same key was paired anew; one of its refresh tokens came a second time. */
      reason: Type.Union([Type.Literal('asked'), Type.Literal('paired-anew'), Type.Literal('token-reused')]),
    },
    closed,
  ),
  private: null,
});

/** The account that is shown after login (S14); null: the person's own. */
export const DefaultAccountSet = defineEvent({
  type: 'DefaultAccountSet',
  version: 1,
  data: Type.Object({ mailbox: Type.Union([Id, Type.Null()]) }, closed),
  private: null,
});

/** The portal proved who it was, and the login was refused all the same (A1). */
export const LoginRefused = defineEvent({
  type: 'LoginRefused',
  version: 1,
  data: Type.Object({ reason: Type.String({ pattern: '^[a-z][a-z-]{0,39}$' }), refusedAt: Instant }, closed),
  private: null,
});

export const personEvents = [
  PersonRegistered,
  IdentityLinked,
  TermsAccepted,
  IdentityValidated,
  AssociationCodeIssued,
  AssociationFailed,
  CardAssociated,
  CardRemoved,
  DevicePaired,
  DeviceRemoved,
  DefaultAccountSet,
  LoginRefused,
] as const;

export type PersonEvent = EventOf<(typeof personEvents)[number]>;
