import { Type } from '@sinclair/typebox';
import { closed } from '../events/schemas.js';
import { type View } from './view.js';

/* Shapes of the HTTP API about who uses an account. */

/** Somebody who may use an organisational or applicative account (S13), or the owner of one's own. */
export const AccountUserView = Type.Object(
  {
    grant: Type.Union([Type.String(), Type.Null()], { description: 'Null: the owner.' }),
    address: Type.String({ description: 'Of their login account.' }),
    name: Type.String(),
  },
  { ...closed, title: 'AccountUser' },
);
export type AccountUserView = View<typeof AccountUserView>;
