import { Type } from '@sinclair/typebox';
import { closed } from '../events/schemas.js';
import { AttachmentView } from './messages.http.js';
import { type View } from './view.js';

/** A message that begins as an answer to another, or as its forward: what `POST …/messages` takes. */
export const CompositionView = Type.Object(
  {
    to: Type.Array(Type.String({ description: 'An address.' })),
    cc: Type.Array(Type.String()),
    subject: Type.String(),
    html: Type.String({ description: 'An empty paragraph for the writer, then the message quoted.' }),
    attachments: Type.Array(AttachmentView, {
      description: 'The originals of a forward, to be shown: they go with it whether they are posted or not.',
    }),
    replyTo: Type.Optional(Type.String({ description: 'The message answered.' })),
    forwardOf: Type.Optional(Type.String({ description: 'The message forwarded.' })),
  },
  {
    ...closed,
    title: 'Composition',
    description: 'Ready to be posted once it has recipients, or to be saved as a draft.',
  },
);
export type CompositionView = View<typeof CompositionView>;
