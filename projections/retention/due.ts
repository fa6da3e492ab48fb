import { type DueDocument } from '../../src/contracts/documents/retention.documents.js';
import { idOfStream } from '../../src/contracts/events/streams.js';
import { defineCollection } from '../engine/define-projection.js';

interface OfCopy {
  readonly mailbox: string;
  readonly copy: string;
}

type Undated = Omit<DueDocument, 'dueAt'>;

/** The next thing to end is the copy that ends first, or the whole. */
function dated(document: Undated): DueDocument {
  const dueAt = document.copies.reduce(
    (first, { expiresAt }) => (expiresAt < first ? expiresAt : first),
    document.expiresAt,
  );
  return { ...document, dueAt };
}

const isOther = (of: OfCopy) => (one: OfCopy) => one.mailbox !== of.mailbox || one.copy !== of.copy;

function withCopy(
  document: DueDocument | null,
  { mailbox, copy, expiresAt }: OfCopy & { readonly expiresAt?: string },
): DueDocument | null {
  if (document === null || expiresAt === undefined) return document;
  const others = document.copies.filter(isOther({ mailbox, copy }));
  return dated({ ...document, copies: [...others, { mailbox, copy, expiresAt }] });
}

function withoutCopy(document: DueDocument | null, of: OfCopy): DueDocument | null {
  if (document === null || document.copies.every(isOther(of))) return document;
  return dated({ ...document, copies: document.copies.filter(isOther(of)) });
}

export const due = defineCollection<DueDocument>(
  [
    {
      name: 'due',
      key: { dueAt: 1, _id: 1 },
      why: 'the sweeper: what is due now, oldest first; the warning: what is due within a week',
    },
    {
      name: 'ended',
      key: { endedAt: 1 },
      sparse: true,
      why: 'the housekeeping: ends of messages that were cut short, oldest first',
    },
  ],
  {
    MessageSealed: ({ event: { data }, stream }) =>
      dated({ message: idOfStream(stream), expiresAt: data.expiresAt, copies: [] }),
    MessageSent: ({ event }, document) => withCopy(document, event.data),
    MessageDelivered: ({ event }, document) => withCopy(document, event.data),
    MessageRetentionShortened: ({ event }, document) => withCopy(document, event.data),
    MessageCopyExpired: ({ event }, document) => withoutCopy(document, event.data),
    MessageDeletedForever: ({ event }, document) => withoutCopy(document, event.data),
    MessageExpired: ({ metadata }, document) =>
      document && dated({ ...document, copies: [], endedAt: metadata.at }),
    MessageShredded: () => null,
  },
);
