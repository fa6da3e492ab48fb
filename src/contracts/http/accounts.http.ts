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

/** What the users of an account are told of it, beside its messages. */
export const NoticeView = Type.Object(
  {
    id: Type.String(),
    type: Type.Union([Type.Literal('access-granted'), Type.Literal('access-withdrawn')]),
    text: Type.String({ description: 'The French sentence.' }),
    name: Type.String({ description: 'Of whom it tells.' }),
    at: Type.String({ format: 'date-time' }),
  },
  { ...closed, title: 'Notice' },
);
export type NoticeView = View<typeof NoticeView>;

/** What became of one line of an import (X4). */
export const ImportLineView = Type.Object(
  {
    line: Type.Integer({ description: 'Of the file; its first is the names of the columns.' }),
    address: Type.String(),
    id: Type.Union([Type.String(), Type.Null()], {
      description: 'Of the account, or of the one that a dry run would make; null where the line failed.',
    }),
    outcome: Type.Union([
      Type.Literal('created'),
      Type.Literal('completed', { description: 'It was there; grants or correspondences were added.' }),
      Type.Literal('already', { description: 'It was there, just so.' }),
      Type.Literal('differs', { description: 'It is there otherwise, and was left so: nothing was added.' }),
      Type.Literal('failed'),
    ]),
    text: Type.String({ description: 'The outcome in words: « déjà là ».' }),
    differs: Type.Array(Type.String()),
    errors: Type.Array(
      Type.Object({ field: Type.String(), code: Type.String(), detail: Type.String() }, closed),
    ),
  },
  { ...closed, title: 'ImportLine' },
);
export type ImportLineView = View<typeof ImportLineView>;
