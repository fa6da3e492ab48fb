import { Type } from '@sinclair/typebox';
import { closed } from '../events/schemas.js';
import { AttachmentView, CommandAnswer, PageOf } from './messages.http.js';
import { type View } from './view.js';

/* Shapes of the HTTP API about drafts (D3, D7). */

const instant = Type.String({ format: 'date-time' });
const attachmentsKept = Type.Literal(false, {
  description: 'Attachments are not kept: they must be added again before sending.',
});

const line = {
  id: Type.String(),
  to: Type.Array(Type.String(), { description: 'As typed.' }),
  cc: Type.Array(Type.String()),
  subject: Type.String(),
  savedAt: instant,
  expiresAt: Type.String({
    format: 'date-time',
    description: 'Three months after the last saving, or earlier where the account keeps for less.',
  }),
  replyTo: Type.Optional(Type.String()),
  forwardOf: Type.Optional(Type.String()),
} as const;

export const DraftRow = Type.Object(line, {
  ...closed,
  title: 'DraftRow',
  description: 'A line of « Brouillons »; its html comes with the draft itself.',
});
export type DraftRow = View<typeof DraftRow>;
export const DraftRowPage = PageOf(DraftRow);

export const DraftView = Type.Object(
  {
    ...line,
    html: Type.String(),
    attachmentsKept,
    originals: Type.Optional(
      Type.Array(AttachmentView, { description: 'Of the message forwarded: they will be sent with it.' }),
    ),
    originalGone: Type.Optional(
      Type.Literal(true, { description: 'The message forwarded is gone, and its attachments with it.' }),
    ),
  },
  { ...closed, title: 'Draft' },
);
export type DraftView = View<typeof DraftView>;

export const SavedDraft = Type.Object(
  {
    ...CommandAnswer.properties,
    attachmentsKept,
    discarded: Type.Boolean({ description: 'Every field was empty: the draft is deleted.' }),
  },
  { ...closed, title: 'SavedDraft' },
);
export type SavedDraft = View<typeof SavedDraft>;
