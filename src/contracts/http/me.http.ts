import { Type } from '@sinclair/typebox';
import { MailboxType } from '../events/mailbox.events.js';
import { PersonRole } from '../events/person.events.js';
import { closed } from '../events/schemas.js';
import { type View } from './view.js';

/* Shapes of the HTTP API about the person who is logged in. Instants are ISO 8601. */

const instant = Type.String({ format: 'date-time' });

export const AccountView = Type.Object(
  {
    id: Type.String(),
    address: Type.String(),
    type: MailboxType,
    label: Type.String(),
    isDefault: Type.Boolean(),
  },
  { ...closed, title: 'Account' },
);
export type AccountView = View<typeof AccountView>;

export const MeView = Type.Object(
  {
    person: Type.Object(
      {
        id: Type.String(),
        firstName: Type.String(),
        lastName: Type.String(),
        roles: Type.Array(PersonRole),
      },
      closed,
    ),
    strongAuth: Type.Object({ acr: Type.String(), amr: Type.Array(Type.String()), at: instant }, closed),
    pending: Type.Array(Type.Union([Type.Literal('terms'), Type.Literal('identity')])),
    accounts: Type.Array(AccountView),
  },
  { ...closed, title: 'Me' },
);
export type MeView = View<typeof MeView>;

export const SessionView = Type.Object(
  {
    id: Type.String(),
    createdAt: instant,
    lastSeenAt: instant,
    agent: Type.String(),
    current: Type.Boolean(),
  },
  { ...closed, title: 'Session' },
);
export type SessionView = View<typeof SessionView>;

/** A one-time association code (A2): told in this answer alone. */
export const AssociationCodeView = Type.Object(
  {
    id: Type.String({ description: 'The person.' }),
    stream: Type.String(),
    revision: Type.Integer(),
    code: Type.String(),
    expiresAt: instant,
  },
  { ...closed, title: 'AssociationCode' },
);
export type AssociationCodeView = View<typeof AssociationCodeView>;

export const CardView = Type.Object(
  {
    id: Type.String(),
    nationalId: Type.String({ description: 'All but its last digits hidden.' }),
    associatedAt: instant,
  },
  { ...closed, title: 'Card' },
);
export type CardView = View<typeof CardView>;

export const DeviceView = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    pairedAt: instant,
    lastUsedAt: Type.Union([instant, Type.Null()], { description: 'To the minute; null: never yet.' }),
  },
  { ...closed, title: 'Device' },
);
export type DeviceView = View<typeof DeviceView>;

/** A code that a mobile device is paired by (S12): told in this answer alone. */
export const DevicePairingView = Type.Object(
  {
    uri: Type.String({ description: '`medimail://pair?server=…&pairing=…`' }),
    qrSvg: Type.String({ description: 'The URI as a QR code.' }),
    expiresAt: instant,
  },
  { ...closed, title: 'DevicePairing' },
);
export type DevicePairingView = View<typeof DevicePairingView>;

export const DeviceTokensView = Type.Object(
  {
    accessToken: Type.String(),
    refreshToken: Type.String(),
    expiresIn: Type.Integer({ description: 'Of the access token, in seconds.' }),
  },
  { ...closed, title: 'DeviceTokens' },
);
export type DeviceTokensView = View<typeof DeviceTokensView>;

export const TermsView = Type.Object(
  { version: Type.String(), title: Type.String(), html: Type.String(), publishedAt: instant },
  { ...closed, title: 'Terms' },
);
export type TermsView = View<typeof TermsView>;
