import { type CopyDocument, type EnvelopeDocument } from '../../contracts/documents/folder-view.documents.js';
import { type Party } from '../../contracts/events/schemas.js';
import { type MessageRow, type PartyView } from '../../contracts/http/messages.http.js';

/** @param origin the envelope, where the copy is a delegate's: it names the mailboxes whose delegate this one is */
export function messageRow(copy: CopyDocument, person: string, origin?: EnvelopeDocument): MessageRow {
  return {
    id: copy.copy,
    folder: copy.folder ?? '',
    from: partyView(copy.from),
    to: copy.to.map(partyView),
    subject: copy.subject,
    sentAt: copy.sentAt,
    opened: !copy.unread,
    openedByMe: isOpenedByPerson(copy, person),
    ...(copy.role === 'sender' && { openedBy: openedBy(copy) }),
    ...(copy.takenBy && { takenBy: copy.takenBy }),
    hasAttachments: copy.hasAttachments,
    size: copy.size,
    expiresAt: copy.expiresAt,
    ...(origin && { copyOf: originsOf(copy, origin) }),
  };
}

/** The sender's own copy is open from the start. */
export function isOpenedByPerson(copy: CopyDocument, person: string): boolean {
  return copy.role === 'sender' || copy.openedBy.includes(person);
}

/** The recipients whose delegate holds this copy. */
export function originsOf(copy: CopyDocument, envelope: EnvelopeDocument): PartyView[] {
  const origins = new Set(copy.copyOf);
  return [...envelope.to, ...envelope.cc]
    .filter((party) => party.mailbox !== undefined && origins.has(party.mailbox))
    .map(partyView);
}

/** How many of the recipients have opened what was sent (C3). */
function openedBy(copy: CopyDocument): 'none' | 'some' | 'all' {
  if (copy.openings === 0) return 'none';
  return copy.openings < copy.recipients ? 'some' : 'all';
}

export function partyView({ address, name }: Party): PartyView {
  return { address, name };
}
