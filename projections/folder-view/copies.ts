import { type CopyDocument } from '../../src/contracts/documents/folder-view.documents.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type MessageSealed, type MessageTaken } from '../../src/contracts/events/message.events.js';
import { type Party } from '../../src/contracts/events/schemas.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection } from '../engine/define-projection.js';
import { copyRef } from './refs.js';
import { RECIPIENTS_OF_A_LINE, sortKeysOf } from './sort-key.js';

const nobody: Party = { address: '', name: '' };

type Sealed = RecordedEvent<MessageSealed>;

/** The same of every copy: folded once for a message of many holders. */
const lines = new WeakMap<Sealed, Omit<CopyDocument, 'mailbox' | 'copy' | 'role' | 'recipients'>>();

function lineOf(sealed: Sealed) {
  const known = lines.get(sealed);
  if (known !== undefined) return known;
  const line = newLine(sealed);
  lines.set(sealed, line);
  return line;
}

/** Where the key was destroyed before we read the event the line has no texts; MessageExpired then removes it. */
function newLine({ event: { data, private: texts }, stream }: Sealed) {
  const from = texts?.from ?? nobody;
  const to = texts?.to.slice(0, RECIPIENTS_OF_A_LINE) ?? [];
  const subject = texts?.subject ?? '';
  return {
    message: idOfStream(stream),
    folder: null,
    filed: false,
    subject,
    from,
    to,
    sentAt: data.sealedAt,
    expiresAt: data.expiresAt,
    size: data.attachments.reduce((size, attachment) => size + attachment.size, data.body.size),
    hasAttachments: data.attachments.length > 0,
    ...sortKeysOf(texts),
    unread: false,
    openedBy: [],
    openings: 0,
    copyOf: [],
  };
}

function sealedCopy(sealed: Sealed, id: string): CopyDocument | null {
  const { holders } = sealed.event.data;
  const holder = holders.find((one) => copyRef(one).id === id);
  if (holder === undefined) return null;
  const { mailbox, copy, role } = holder;
  const recipients = role === 'sender' ? holders.filter((one) => one.role === 'recipient').length : 0;
  return { ...lineOf(sealed), mailbox, copy, role, recipients };
}

const movedTo = (copy: CopyDocument | null, folder: string): CopyDocument | null =>
  copy && { ...copy, folder, filed: true };

/** Where the account keeps for less, from the start or from now on. */
const endingBy = (copy: CopyDocument | null, { expiresAt }: { readonly expiresAt?: string }) =>
  copy && expiresAt !== undefined ? { ...copy, expiresAt } : copy;

/** By their own name, where the account is not theirs alone. */
function takerOf({
  event: { data, private: texts },
  metadata,
}: RecordedEvent<MessageTaken>): NonNullable<CopyDocument['takenBy']> {
  const name = texts?.by.person ?? texts?.by.name ?? '';
  return { person: data.person, name, since: metadata.at };
}

function untaken({ takenBy: _, ...copy }: CopyDocument): CopyDocument {
  return copy;
}

const sort = (name: string, key: string, list: string) => [
  {
    name: `folder-${name}`,
    key: { mailbox: 1, folder: 1, [key]: 1, _id: 1 } as const,
    why: `the list of a folder ${list}, both ways, from any line on`,
  },
  {
    name: `all-${name}`,
    key: { mailbox: 1, filed: 1, [key]: 1, _id: 1 } as const,
    why: `the list of all folders ${list}, both ways, from any line on`,
  },
];

export const copies = defineCollection<CopyDocument>(
  [
    ...sort('date', 'sentAt', 'by date'),
    ...sort('from', 'fromKey', 'by sender'),
    ...sort('to', 'toKey', 'by recipients'),
    ...sort('subject', 'subjectKey', 'by subject'),
  ],
  {
    MessageSealed: (event, _copy, id) => sealedCopy(event, id),
    // What one sends is read from the start.
    MessageSent: ({ event: { data } }, copy) => endingBy(movedTo(copy, data.folder), data),
    MessageDelivered: ({ event: { data } }, copy) =>
      copy &&
      endingBy({ ...copy, folder: data.folder, filed: true, unread: true, copyOf: data.copyOf }, data),
    MessageOpened: ({ event: { data } }, copy, id) => {
      if (copy === null) return null;
      if (copyRef(data).id !== id) return { ...copy, openings: copy.openings + 1 };
      const openedBy = copy.openedBy.includes(data.person) ? copy.openedBy : [...copy.openedBy, data.person];
      return { ...copy, unread: false, openedBy };
    },
    MessageMarkedUnread: (_event, copy) => copy && { ...copy, unread: true },
    MessageTaken: (event, copy) => copy && { ...copy, takenBy: takerOf(event) },
    MessageReleased: (_event, copy) => copy && untaken(copy),
    MessageMoved: ({ event }, copy) => movedTo(copy, event.data.to),
    MessageDeleted: ({ event }, copy) => movedTo(copy, event.data.to),
    MessageRestored: ({ event }, copy) => movedTo(copy, event.data.to),
    MessageRetentionShortened: ({ event }, copy) => endingBy(copy, event.data),
    MessageDeletedForever: () => null,
    MessageCopyExpired: () => null,
    MessageExpired: () => null,
  },
);
