import { Type } from '@sinclair/typebox';
import { closed } from '../events/schemas.js';
import { type View } from './view.js';

/** Every answer other than success (RFC 9457). */
export const ProblemView = Type.Object(
  {
    type: Type.String({ format: 'uri', description: 'Stable.' }),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String({ description: 'In French, for the user.' }),
    errors: Type.Optional(
      Type.Array(
        Type.Object(
          {
            field: Type.String(),
            code: Type.String(),
            detail: Type.String(),
            address: Type.Optional(Type.String()),
            id: Type.Optional(Type.String({ description: 'Of the attachment.' })),
          },
          closed,
        ),
        { description: 'All at once.' },
      ),
    ),
  },
  { ...closed, title: 'Problem' },
);
export type ProblemView = View<typeof ProblemView>;
