import { type AccessDocument } from '../../src/contracts/documents/settings.documents.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { type MailboxEvent } from '../../src/contracts/events/mailbox.events.js';
import { defineCollection } from '../engine/define-projection.js';

/** What is older is in the log; the document stays small. */
export const KEPT_CHANGES = 50;

type Kind = AccessDocument['changes'][number]['kind'];
type AccessEvent = Extract<MailboxEvent, { readonly type: 'AccessGranted' | 'AccessWithdrawn' }>;

const change =
  (kind: Kind) =>
  ({ id, event, metadata }: RecordedEvent<AccessEvent>, access: AccessDocument | null): AccessDocument => {
    const changed = { id, kind, person: event.data.person, at: metadata.at };
    return { changes: [...(access?.changes ?? []), changed].slice(-KEPT_CHANGES) };
  };

/** Who got, or lost, the use of an account (S13). Read by `_id` alone: no index more. */
export const accessChanges = defineCollection<AccessDocument>([], {
  AccessGranted: change('granted'),
  AccessWithdrawn: change('withdrawn'),
});
