import fc from 'fast-check';
import { type MailboxEvent } from '../../src/contracts/events/mailbox.events.js';
import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { granted, registered } from './mailbox-events.js';
import { anyCommands, anySending, mailboxes, play } from './message-commands.js';
import { type GivenEvent, on } from './projection-spec.js';

const folders = ['inbox', 'sent', 'drafts', 'deleted'] as const;

/** What the deciders make of random commands on a message, under the id `id`. */
export const anyMessageEvents = (id: string): fc.Arbitrary<MessageEvent[]> =>
  fc.tuple(anySending, anyCommands).map(([sending, commands]) => {
    const events = play(sending, commands).flatMap((taken) => taken.events);
    return JSON.parse(JSON.stringify(events).replaceAll('"m1', `"${id}`)) as MessageEvent[];
  });

const anyMessage = (id: string): fc.Arbitrary<GivenEvent[]> =>
  anyMessageEvents(id).map((events) => on(`message-${id}`, ...events));

/** A folder of one's own, which messages move into before, while and after it is there. */
const own: readonly MailboxEvent[] = [
  { type: 'FolderCreated', data: { folder: 'f1', role: null, parent: null }, private: { name: 'Avis' } },
  { type: 'FolderRenamed', data: { folder: 'f1' }, private: { name: 'Échos' } },
  { type: 'FolderMoved', data: { folder: 'f1', parent: 'inbox' }, private: null },
  { type: 'FolderDeleted', data: { folder: 'f1', movedTo: 'inbox' }, private: null },
];

const withdrawn = (person: string): MailboxEvent => ({
  type: 'AccessWithdrawn',
  data: { grant: `g-${person}`, person },
  private: null,
});

const anyMailbox = (mailbox: string): fc.Arbitrary<GivenEvent[]> =>
  fc.array(fc.tuple(fc.boolean(), fc.constantFrom('p1', 'p2')), { maxLength: 6 }).map((steps) => {
    const created = folders.map((folder): MailboxEvent => ({
      type: 'FolderCreated',
      data: { folder, role: folder, parent: null },
      private: { name: '' },
    }));
    const shared = steps.map(([gives, person]) => (gives ? granted(person) : withdrawn(person)));
    return on(`mailbox-${mailbox}`, registered(mailbox), ...created, ...own, ...shared);
  });

/** Streams of three messages and five mailboxes, each in its own order, and interleaved at random. */
export const anyLog: fc.Arbitrary<GivenEvent[]> = fc
  .tuple(
    fc.tuple(...['m1', 'm2', 'm3'].map(anyMessage), ...mailboxes.map(anyMailbox)),
    fc.array(fc.nat(7), { minLength: 60, maxLength: 120 }),
  )
  .map(([streams, turns]) => {
    const left = streams.map((events) => [...events]);
    const drawn = turns.flatMap((turn) => left[turn]?.shift() ?? []);
    return [...drawn, ...left.flat()];
  });
