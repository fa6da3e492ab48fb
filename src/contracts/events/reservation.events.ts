import { Type } from '@sinclair/typebox';
import { defineEvent, type EventOf } from './event-definition.js';
import { closed, Id, Text } from './schemas.js';

/*
 * Streams `address-<keyed hash>` and `identity-<keyed hash>`: appended with expected *none*, so that what must be
 * unique is unique. The hash is keyed (HMAC): a list of guessed addresses finds nothing.
 */

export const AddressReserved = defineEvent({
  type: 'AddressReserved',
  version: 1,
  data: Type.Object({ mailbox: Id }, closed),
  private: null,
});

export const IdentityReserved = defineEvent({
  type: 'IdentityReserved',
  version: 1,
  data: Type.Object({ person: Id }, closed),
  private: null,
});

/** Stream `terms-<document>`: a version of the terms of use, by the hash of its text. */
export const TermsPublished = defineEvent({
  type: 'TermsPublished',
  version: 1,
  data: Type.Object(
    {
      version: Type.String({ minLength: 1, maxLength: 40 }),
      title: Text(255),
      html: Type.String({ maxLength: 500_000 }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
      publishedAt: Type.String(),
    },
    closed,
  ),
  private: null,
});

export const reservationEvents = [AddressReserved, IdentityReserved] as const;
export const termsEvents = [TermsPublished] as const;

export type ReservationEvent = EventOf<(typeof reservationEvents)[number]>;
export type TermsEvent = EventOf<(typeof termsEvents)[number]>;
