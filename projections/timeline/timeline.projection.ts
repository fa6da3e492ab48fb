import {
  type TimelineDocument,
  type TimelineEntryType,
} from '../../src/contracts/documents/read-model.documents.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { type By } from '../../src/contracts/events/schemas.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection, defineProjection } from '../engine/define-projection.js';
import { endsOfMessages } from '../engine/ends-of-messages.js';
import { type DocumentRef } from '../engine/projection.js';

/** Of an event with or without `private`, and with or without a `by` in it. */
function byOf({ private: texts }: MessageEvent): { readonly by?: By } {
  return texts !== null && 'by' in texts ? { by: texts.by } : {};
}

type Entry = TimelineDocument['entries'][number];

const entry =
  (type: TimelineEntryType, more?: (recorded: RecordedEvent<MessageEvent>) => Partial<Entry>) =>
  (recorded: RecordedEvent<MessageEvent>, document: TimelineDocument | null): TimelineDocument => {
    const { id, event, metadata, position } = recorded;
    const added: Entry = { id, type, ...byOf(event), ...more?.(recorded), at: metadata.at, order: position };
    return { message: idOfStream(recorded.stream), entries: [...(document?.entries ?? []), added] };
  };

/** Who sealed a message sent it: the same append says both. */
const sent = (recorded: RecordedEvent<MessageEvent>, document: TimelineDocument | null): TimelineDocument => {
  const { by, automatic } = document?.entries.find(({ type }) => type === 'sealed') ?? {};
  return entry('sent', () => ({ ...(by && { by }), ...(automatic && { automatic }) }))(recorded, document);
};

const writer = ({ event }: RecordedEvent<MessageEvent>): Partial<Entry> =>
  event.type === 'MessageSealed' && event.data.automatic ? { automatic: true } : {};

const holder = ({ event }: RecordedEvent<MessageEvent>): Partial<Entry> =>
  event.type === 'MessageDelivered' || event.type === 'MessageCopyExpired'
    ? { mailbox: event.data.mailbox }
    : {};

const shared = ({ stream }: RecordedEvent<MessageEvent>): readonly DocumentRef[] => [
  { collection: 'timelines', id: idOfStream(stream) },
];

const own = (recorded: {
  readonly event: { readonly data: { readonly mailbox: string } };
  readonly stream: string;
}): readonly DocumentRef[] => [
  { collection: 'timelines', id: `${idOfStream(recorded.stream)}@${recorded.event.data.mailbox}` },
];

/**
 * « Evénements » (C8): what every holder sees of a message, and beside it what one mailbox alone sees. A folder's
 * name is nobody else's concern and stands in neither.
 */
export const timeline = defineProjection({
  name: 'timeline',
  version: 2,
  prefixes: ['message-'],
  ends: endsOfMessages,
  oneStreamPerDocument: true,
  touches: {
    MessageSealed: shared,
    MessageSent: shared,
    MessageDelivered: shared,
    MessageOpened: shared,
    MessageDeletedForever: shared,
    MessageCopyExpired: shared,
    MessageMarkedUnread: own,
    MessageExported: own,
    MessageTaken: own,
    MessageReleased: own,
    MessageMoved: own,
    MessageDeleted: own,
    MessageRestored: own,
    MessageExpired: (recorded) => [
      ...shared(recorded),
      ...recorded.event.data.mailboxes.map((mailbox) => ({
        collection: 'timelines',
        id: `${idOfStream(recorded.stream)}@${mailbox}`,
      })),
    ],
  },
  collections: {
    /** Both documents of a reader are read by `_id`: no index more. */
    timelines: defineCollection<TimelineDocument>([], {
      MessageSealed: entry('sealed', writer),
      MessageSent: sent,
      MessageDelivered: entry('delivered', holder),
      MessageOpened: entry('opened'),
      MessageDeletedForever: entry('deleted-forever'),
      MessageMarkedUnread: entry('unread'),
      MessageExported: entry('exported'),
      MessageTaken: entry('taken'),
      MessageReleased: entry('released'),
      MessageMoved: entry('moved'),
      MessageDeleted: entry('deleted'),
      MessageRestored: entry('restored'),
      MessageCopyExpired: entry('copy-expired', holder),
      MessageExpired: () => null,
    }),
  },
});
