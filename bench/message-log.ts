import { type AnyEvent } from '../src/contracts/events/registry.js';
import { type Party } from '../src/contracts/events/schemas.js';
import { type EventStore, type EventToAppend } from '../src/platform/event-store/event-store.js';
import { deterministicUuid } from '../src/platform/randomness/randomness.js';

export const EVENTS_OF_A_MESSAGE = 5;

/** So many messages between so many mailboxes, one stream each. */
export async function appendMessages(events: EventStore, messages: number, mailboxes: number): Promise<void> {
  const appends = Array.from({ length: messages }, (_, n) => {
    const message = messageOf(n);
    return events.append(
      streamOf(n),
      history(message, n, mailboxes).map((event, i) => stored(message, event, i)),
      'none',
    );
  });
  await Promise.all(appends);
}

function messageOf(n: number): string {
  return deterministicUuid('message', String(n));
}

export function streamOf(n: number): string {
  return `message-${messageOf(n)}`;
}

function stored(message: string, event: AnyEvent, index: number): EventToAppend {
  const { type, data: eventData, private: texts } = event;
  const at = '2026-01-02T03:04:05.678Z';
  return {
    id: deterministicUuid(message, String(index)),
    type,
    data: { data: eventData, private: texts },
    metadata: { v: 1, actor: null, mailbox: null, at, $correlationId: message, $causationId: message },
  };
}

const party = (mailbox: string): Party => ({
  address: `${mailbox}@medimail.test`,
  name: `Nom de ${mailbox}`,
  mailbox,
});

/** Sealed, sent, delivered, opened, moved. */
function history(message: string, n: number, mailboxes: number): AnyEvent[] {
  const [from, to] = [`mailbox-${n % mailboxes}`, `mailbox-${(n * 7 + 1) % mailboxes}`];
  const sender = { mailbox: from, copy: `${message}-sent` };
  const recipient = { mailbox: to, copy: message };
  const sha = '0'.repeat(64);
  const salt = 'A'.repeat(43);
  const parts = <T>(part: T) => ({
    subject: part,
    from: part,
    to: part,
    cc: part,
    body: part,
    attachments: [],
  });
  return [
    {
      type: 'MessageSealed',
      data: {
        sender: from,
        sealedAt: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
        expiresAt: new Date(Date.UTC(2026, 3, 1) + n * 60_000).toISOString(),
        kid: 'k1',
        jws: 'e'.repeat(300),
        commitments: parts(sha),
        body: { content: message, size: 2_000 },
        attachments: [],
        holders: [
          { ...sender, role: 'sender' },
          { ...recipient, role: 'recipient' },
        ],
        replyTo: null,
        forwardOf: null,
      },
      private: {
        subject: `Compte rendu n° ${n} : échographie`,
        from: party(from),
        to: [party(to)],
        cc: [],
        attachments: [],
        bodySha256: sha,
        salts: parts(salt),
        by: { address: `${from}@medimail.test`, name: 'Nom' },
      },
    },
    { type: 'MessageSent', data: { ...sender, folder: 'sent' }, private: null },
    {
      type: 'MessageDelivered',
      data: { ...recipient, role: 'recipient', copyOf: [], folder: 'inbox' },
      private: null,
    },
    {
      type: 'MessageOpened',
      data: {
        ...recipient,
        person: to,
        role: 'recipient',
        folder: 'inbox',
        unreadBefore: true,
        firstOfMailbox: true,
        senderCopy: sender,
      },
      private: null,
    },
    { type: 'MessageMoved', data: { ...recipient, from: 'inbox', to: 'f1', unread: false }, private: null },
  ];
}
