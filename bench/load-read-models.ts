import { type INestApplicationContext } from '@nestjs/common';
import { type StoredDocument } from '../projections/engine/folding/fold.js';
import { type Body, type DocumentRef, type Projection } from '../projections/engine/projection.js';
import { createIndexes, collectionsOf } from '../projections/engine/records/generation.js';
import { folderView } from '../projections/folder-view/folder-view.projection.js';
import { search } from '../projections/search/search.projection.js';
import { type FolderDocument } from '../src/contracts/documents/folder-view.documents.js';
import { type RecordedEvent } from '../src/contracts/events/event-definition.js';
import { type AnyEvent } from '../src/contracts/events/registry.js';
import { send } from '../src/messages/decide-send.js';
import { noMessage } from '../src/messages/message.state.js';
import { DATABASES, type Databases } from '../src/platform/documents/documents.js';
import { sealedMessage } from '../test/harness/sealed-message.js';

export interface ReadModelLoad {
  readonly mailbox: string;
  readonly messages: number;
  readonly last: Date;
  /** Of the message `n`, counted from the oldest. */
  readonly subject: (n: number) => string;
}

/** The first generation of a projection: the one that a new store has. */
const collection = (app: INestApplicationContext, projection: Projection, name: string) => {
  const store = app.get<Databases>(DATABASES).database('read-models');
  const found = collectionsOf(store, { projection, number: 1 }).get(name);
  if (found === undefined) throw new RangeError(name);
  return found;
};

const AT_ONCE = 5_000;

/**
 * Writes what the lists and the searches of a mailbox read, by the projections' own folds, past log and engine: a
 * million messages would take hours through them.
 */
export async function loadReadModels(app: INestApplicationContext, load: ReadModelLoad): Promise<void> {
  const store = app.get<Databases>(DATABASES).database('read-models');
  for (const projection of [folderView, search]) {
    await createIndexes(collectionsOf(store, { projection, number: 1 }), projection);
  }
  const targets = [
    { projection: folderView, name: 'copies' },
    { projection: search, name: 'entries' },
  ] as const;
  for (let first = 0; first < load.messages; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, load.messages - first) }, (_, i) => first + i);
    const messages = numbers.map((n) => eventsOf(load, n));
    for (const { projection, name } of targets) {
      await collection(app, projection, name).bulkWrite(
        messages.map((events) => ({ insertOne: { document: folded(projection, name, load, events) } })),
        { ordered: false },
      );
    }
  }
  const folder: FolderDocument = {
    mailbox: load.mailbox,
    folder: 'inbox',
    role: 'inbox',
    name: 'Boîte de réception',
    parent: null,
    total: load.messages,
    unread: load.messages,
    created: true,
    deleted: false,
    deletedBy: null,
    listed: true,
    holdsStrays: false,
  };
  await collection(app, folderView, 'folders').bulkWrite([
    { insertOne: { document: { ...folder, _id: `${load.mailbox}/inbox`, position: '0' } } },
  ]);
}

type Recorded = RecordedEvent<AnyEvent>;

function folded(
  projection: Projection,
  name: string,
  { mailbox }: ReadModelLoad,
  events: readonly Recorded[],
): StoredDocument {
  const [sealed] = events;
  const ref: DocumentRef = { collection: name, id: `${mailbox}/${sealed?.id ?? ''}` };
  const concerned = events.filter((event) => projection.touches(event).some(({ id }) => id === ref.id));
  const body = concerned.reduce<Body | null>((doc, event) => projection.evolve(doc, event, ref), null);
  if (body === null) throw new Error('a load of nothing');
  return { ...body, _id: ref.id, position: '0' };
}

/** Names of some variety, with many ties. */
function eventsOf(load: ReadModelLoad, n: number): Recorded[] {
  // As long as ours, and in the order of time: a tree that is filled at its ends is filled in minutes. Searches go by
  // word or date, so that they read as much of it.
  const message = `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
  const at = new Date(load.last.getTime() - (load.messages - 1 - n) * 5_000).toISOString();
  const { sealed, private: texts } = sealedMessage();
  const events = send(noMessage, {
    message,
    sender: 'bench-sender',
    recipients: [{ mailbox: load.mailbox, delegates: [] }],
    sealed: { ...sealed, sealedAt: at },
    private: {
      ...texts,
      subject: load.subject(n),
      from: {
        address: `docteur.${n % 97}@medimail.test`,
        name: `Docteur ${n % 97}`,
        mailbox: 'bench-sender',
      },
      to: [{ address: `cabinet.${n % 31}@medimail.test`, name: `Cabinet ${n % 31}`, mailbox: load.mailbox }],
    },
  });
  const metadata = { v: 1, actor: null, mailbox: null, at, $correlationId: message, $causationId: message };
  return events.map((event, revision) => ({
    event,
    stream: `message-${message}`,
    revision,
    position: '0',
    id: message,
    metadata,
  }));
}
