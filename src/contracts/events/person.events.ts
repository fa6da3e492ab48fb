import { type Static, Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { IdentityForm } from './identity-form.js';
import { closed, Id, Instant, Name } from './schemas.js';

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
  data: Type.Object({ version: Type.String({ minLength: 1, maxLength: 40 }), acceptedAt: Instant }, closed),
  private: null,
});

export const IdentityValidated = defineEvent({
  type: 'IdentityValidated',
  version: 1,
  data: Type.Object({ validatedAt: Instant }, closed),
  private: IdentityForm,
});

export const personEvents = [PersonRegistered, IdentityLinked, TermsAccepted, IdentityValidated] as const;

export type PersonEvent = EventOf<(typeof personEvents)[number]>;
