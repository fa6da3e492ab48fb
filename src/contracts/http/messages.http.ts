import { type TSchema, Type } from '@sinclair/typebox';
import { closed, FolderRole } from '../events/schemas.js';
import { type View } from './view.js';

/* Shapes of the HTTP API (`/api/v1`) about messages, as OpenAPI shows them. Instants are ISO 8601, sizes bytes. */

const nullable = <Schema extends TSchema>(schema: Schema) => Type.Union([schema, Type.Null()]);
const instant = Type.String({ format: 'date-time' });
const sha256 = Type.String({ pattern: '^[0-9a-f]{64}$' });

export const PartyView = Type.Object(
  { address: Type.String(), name: Type.String() },
  { ...closed, title: 'Party', description: 'A person or mailbox in a message.' },
);
export type PartyView = View<typeof PartyView>;

export const FolderView = Type.Object(
  {
    id: Type.String(),
    role: nullable(FolderRole),
    name: Type.String(),
    parentId: nullable(Type.String()),
    total: Type.Integer(),
    unread: Type.Integer(),
  },
  { ...closed, title: 'Folder' },
);
export type FolderView = View<typeof FolderView>;

/** Somebody of the account, by the id that `/me` shows of oneself. */
const personSince = { person: Type.String(), name: Type.String(), since: instant };
const takenBy = Type.Optional(
  Type.Object(personSince, { ...closed, description: 'Who of the account has taken it in charge.' }),
);

export const ReaderView = Type.Object(personSince, {
  ...closed,
  title: 'Reader',
  description: 'Somebody else of the account who is reading the message now.',
});
export type ReaderView = View<typeof ReaderView>;

export const ReadersView = Type.Object(
  { readers: Type.Array(ReaderView) },
  { ...closed, title: 'Readers', description: 'Who else of the account is reading the message now.' },
);
export type ReadersView = View<typeof ReadersView>;

export const MessageRow = Type.Object(
  {
    id: Type.String(),
    folder: Type.String(),
    from: PartyView,
    to: Type.Array(PartyView, { description: 'The first ten recipients; the whole message has them all.' }),
    subject: Type.String(),
    sentAt: instant,
    opened: Type.Boolean({ description: 'By this mailbox.' }),
    openedByMe: Type.Boolean(),
    openedBy: Type.Optional(
      Type.Union([Type.Literal('none'), Type.Literal('some'), Type.Literal('all')], {
        description: 'In a sent copy: how many of the recipients have opened.',
      }),
    ),
    takenBy,
    hasAttachments: Type.Boolean(),
    size: Type.Integer(),
    expiresAt: instant,
    copyOf: Type.Optional(
      Type.Array(PartyView, { description: 'The mailboxes whose delegate this one is.' }),
    ),
  },
  { ...closed, title: 'MessageRow', description: 'A line of a message list.' },
);
export type MessageRow = View<typeof MessageRow>;

/** A page of a list. */
export const PageOf = <Item extends TSchema>(item: Item) => Type.Object(pageOf(item), pageOptions(item));
const pageOf = <Item extends TSchema>(item: Item) => ({
  items: Type.Array(item),
  nextCursor: nullable(Type.String({ description: 'Null on the last page.' })),
  total: nullable(
    Type.Integer({
      description:
        'Exact for a folder; of a search exact to 10,000, and null where more had to be looked at.',
    }),
  ),
});
const pageOptions = (item: TSchema) => ({ ...closed, title: `${item.title ?? ''}Page` });

export const MessageRowPage = Type.Object(
  {
    ...pageOf(MessageRow),
    partial: Type.Optional(
      Type.Literal(true, {
        description:
          'Of a search alone: it has looked at 10,000 messages without filling the page. These are what it found so ' +
          'far; it goes on at `nextCursor`, and other words would narrow it.',
      }),
    ),
  },
  pageOptions(MessageRow),
);
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextCursor: string | null;
  readonly total: number | null;
  /** A search that stopped before the page was full. */
  readonly partial?: true;
}

export const AttachmentView = Type.Object(
  { id: Type.String(), name: Type.String(), type: Type.String(), size: Type.Integer(), sha256 },
  { ...closed, title: 'Attachment' },
);
export type AttachmentView = View<typeof AttachmentView>;

export const UploadedAttachment = Type.Omit(AttachmentView, ['type'], {
  ...closed,
  title: 'UploadedAttachment',
});
export type UploadedAttachment = View<typeof UploadedAttachment>;

export const TimelineEntryView = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    text: Type.String({ description: 'The French sentence.' }),
    by: nullable(
      Type.Object(
        { address: Type.String(), name: Type.String(), person: Type.Optional(Type.String()) },
        closed,
      ),
    ),
    at: instant,
  },
  { ...closed, title: 'TimelineEntry' },
);
export type TimelineEntryView = View<typeof TimelineEntryView>;

export const MessageView = Type.Object(
  {
    id: Type.String(),
    folder: Type.String(),
    subject: Type.String(),
    sentAt: instant,
    expiresAt: instant,
    from: PartyView,
    to: Type.Array(PartyView),
    cc: Type.Array(PartyView),
    html: Type.String(),
    text: Type.String(),
    attachments: Type.Array(AttachmentView),
    opened: Type.Boolean(),
    openedByMe: Type.Boolean(),
    takenBy,
    readers: Type.Optional(
      Type.Array(ReaderView, { description: 'Of an account that several people use; oneself is not named.' }),
    ),
    copyOf: Type.Optional(Type.Array(PartyView)),
    seal: Type.Object({ kid: Type.String(), jws: Type.String(), sealedAt: instant }, closed),
    events: Type.Array(TimelineEntryView, { description: 'Newest first.' }),
  },
  { ...closed, title: 'Message', description: 'The whole message.' },
);
export type MessageView = View<typeof MessageView>;

/** What a batch answers. */
export const BatchAnswer = Type.Object(
  {
    results: Type.Array(
      Type.Object(
        {
          id: Type.String(),
          status: Type.Integer({ description: 'As the action on this message alone would have answered.' }),
          type: Type.Optional(Type.String({ description: 'As `type` of a problem.' })),
        },
        closed,
      ),
      { description: 'One for each message, in the order in which they were first named.' },
    ),
  },
  { ...closed, title: 'BatchAnswer' },
);
export type BatchAnswer = View<typeof BatchAnswer>;

/** What a command answers. */
export const CommandAnswer = Type.Object(
  { id: Type.String(), stream: Type.String(), revision: Type.Integer() },
  { ...closed, title: 'CommandAnswer', description: 'The event to see before the next query: `X-After`.' },
);
export type CommandAnswer = View<typeof CommandAnswer>;
