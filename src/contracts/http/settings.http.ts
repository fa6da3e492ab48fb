import { Type } from '@sinclair/typebox';
import { CorrespondenceKind, CorrespondenceState } from '../events/mailbox.events.js';
import { IdentityForm } from '../events/identity-form.js';
import { closed } from '../events/schemas.js';
import { type View } from './view.js';

/* Shapes of the HTTP API about an account's settings. Days are of Paris, `YYYY-MM-DD`. */

const day = Type.String({ format: 'date' });

export const ProfileView = Type.Object(IdentityForm.properties, { ...closed, title: 'Profile' });
export type ProfileView = View<typeof ProfileView>;

export const SignatureView = Type.Object(
  { id: Type.String(), name: Type.String(), html: Type.String() },
  { ...closed, title: 'Signature' },
);
export type SignatureView = View<typeof SignatureView>;

export const NotificationsView = Type.Object(
  {
    address: Type.Union([Type.String(), Type.Null()]),
    received: Type.Boolean(),
    opened: Type.Boolean(),
    deleted: Type.Boolean(),
    expiring: Type.Boolean(),
    failed: Type.Boolean(),
  },
  { ...closed, title: 'Notifications' },
);
export type NotificationsView = View<typeof NotificationsView>;

export const AutoReplyView = Type.Object(
  {
    enabled: Type.Boolean(),
    text: Type.String(),
    from: Type.Union([day, Type.Null()], { description: 'The first day; null: from now on.' }),
    to: Type.Union([day, Type.Null()], { description: 'The last day, it included; null: no end.' }),
  },
  { ...closed, title: 'AutoReply' },
);
export type AutoReplyView = View<typeof AutoReplyView>;

export const CorrespondenceView = Type.Object(
  {
    kind: CorrespondenceKind,
    address: Type.String(),
    state: CorrespondenceState,
    since: day,
    details: Type.String(),
  },
  { ...closed, title: 'Correspondence' },
);
export type CorrespondenceView = View<typeof CorrespondenceView>;

export const ManagerView = Type.Object(
  {
    name: Type.String({ description: 'Empty where nobody has said who administers the account.' }),
    administrators: Type.Array(
      Type.Object({ name: Type.String(), email: Type.String(), phone: Type.String() }, closed),
    ),
  },
  { ...closed, title: 'Manager' },
);
export type ManagerView = View<typeof ManagerView>;

export const DelegateView = Type.Object(
  {
    id: Type.String(),
    address: Type.String(),
    name: Type.String(),
    since: Type.String({ format: 'date-time' }),
  },
  { ...closed, title: 'Delegate' },
);
export type DelegateView = View<typeof DelegateView>;
