import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { CompactSign, type CryptoKey, generateKeyPair } from 'jose';
import canonicalize from 'canonicalize';
import { sealBox } from '../src/platform/crypto/aead.js';
import { commitTo } from '../src/platform/crypto/commitments.js';
import { openSqlite } from '../src/platform/embedded/sqlite-database.js';
import { sanitizeHtml } from '../src/platform/html/html-sanitizer.js';

/** The rows of one message, as they are written. */
export interface BareRows {
  readonly key: readonly (string | null)[];
  readonly content: readonly string[];
  readonly events: readonly (readonly (string | number)[])[];
}

export type BareSend = Awaited<ReturnType<typeof openBareSend>>;

const AT = '2026-11-23T10:00:00.000Z';
const UNTIL = '2027-02-23T10:00:00.000Z';
const KID = 'k'.repeat(43);
const DAY = 'day:2027-02-23';
const from = { address: 'antoine@medimail.test', name: 'Dr antoine', mailbox: 'm-antoine' };
const to = { address: 'claire@medimail.test', name: 'Dr claire', mailbox: 'm-claire' };
const by = { address: from.address, name: from.name };

/**
 * What sealing and sending cannot do without, by the libraries themselves: no Nest, no ports, no look-up of anybody.
 * The bytes that come out are as many, and as good, as those of the service.
 */
export async function openBareSend(folder: string) {
  const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
  const dayKey = randomBytes(32);
  const contents = contentsFile(join(folder, 'content.db'));
  const events = eventsFile(join(folder, 'events.db'));

  const writeAll = (group: readonly BareRows[]): void => {
    contents.write(group);
    events.write(group);
  };

  return {
    rows: (html: string) => rowsOf(html, privateKey, dayKey),
    /** One transaction in either file, the events' after what they refer to. */
    writeAll,
    async sendGroup(bodies: readonly string[]): Promise<void> {
      writeAll(await Promise.all(bodies.map((html) => rowsOf(html, privateKey, dayKey))));
    },
    close(): void {
      contents.close();
      events.close();
    },
  };
}

async function rowsOf(html: string, signing: CryptoKey, dayKey: Buffer): Promise<BareRows> {
  const [message, content, operation] = [randomUUID(), randomUUID(), randomUUID()];
  const body = Buffer.from(sanitizeHtml(html));
  const [key, contentKey, drawn] = [randomBytes(32), randomBytes(32), randomBytes(160)];
  const salt = (n: number) => drawn.toString('base64url', n * 32, n * 32 + 32);
  const salts = {
    subject: salt(0),
    from: salt(1),
    to: salt(2),
    cc: salt(3),
    body: salt(4),
    attachments: [],
  };
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const values = { subject: 'Objet', from, to: [to], cc: [], body: bodySha256, attachments: [] };
  const commitments = commitTo(values, salts);
  const seal = canonicalize({ id: message, sealedAt: AT, commitments }) ?? '';
  const jws = await new CompactSign(Buffer.from(seal))
    .setProtectedHeader({ alg: 'EdDSA', kid: KID })
    .sign(signing);

  const name = `message:${message}`;
  const stream = `message-${message}`;
  const box = (under: Buffer, plain: Buffer, place: string) =>
    sealBox(under, plain, Buffer.from(place)).toString('base64');
  const copies = [
    { mailbox: from.mailbox, copy: message, role: 'sender' },
    { mailbox: to.mailbox, copy: message, role: 'recipient' },
  ];
  const sealed = {
    sealedAt: AT,
    expiresAt: UNTIL,
    kid: KID,
    jws,
    commitments,
    body: { content, size: body.length },
    attachments: [],
    replyTo: null,
    forwardOf: null,
    sender: from.mailbox,
    holders: copies,
  };
  const secret = { subject: 'Objet', from, to: [to], cc: [], attachments: [], bodySha256, salts, by };
  const first = randomUUID();
  const data = [
    {
      ...sealed,
      private: box(key, Buffer.from(JSON.stringify(secret)), `${stream}\0${first}\0MessageSealed`),
    },
    { mailbox: from.mailbox, copy: message, folder: 'sent' },
    { mailbox: to.mailbox, copy: message, role: 'recipient', copyOf: [], folder: 'inbox' },
  ];
  const metadata = JSON.stringify({
    v: 1,
    actor: 'p-antoine',
    mailbox: from.mailbox,
    at: AT,
    $correlationId: operation,
    $causationId: operation,
  });
  const types = ['MessageSealed', 'MessageSent', 'MessageDelivered'];
  return {
    key: [name, DAY, box(dayKey, key, name), content, box(key, contentKey, `${name}\0${content}`)],
    content: [content, box(contentKey, body, [content, '0', 'last'].join('\0')), AT],
    events: types.map((type, n) => [
      'message',
      stream,
      n,
      n === 0 ? first : randomUUID(),
      type,
      Date.parse(AT),
      JSON.stringify(data[n]),
      metadata,
    ]),
  };
}

/** Keys and bodies, with an index for each that the service has. */
function contentsFile(path: string) {
  const db = openSqlite(path);
  db.exec(
    `CREATE TABLE key (name TEXT PRIMARY KEY, under TEXT, box TEXT, content TEXT, wrap TEXT);
     CREATE INDEX key_under ON key (under);
     CREATE INDEX key_content ON key (content);
     CREATE TABLE content (id TEXT PRIMARY KEY, box TEXT, at TEXT);
     CREATE INDEX content_at ON content (at);`,
  );
  const key = db.prepare('INSERT INTO key VALUES (?, ?, ?, ?, ?)');
  const content = db.prepare('INSERT INTO content VALUES (?, ?, ?)');
  return inTransactions(db, (row) => {
    key.run(row.key);
    content.run(row.content);
  });
}

/** The events, with the indexes that reading a stream and following a category need. */
function eventsFile(path: string) {
  const db = openSqlite(path);
  db.exec(
    `CREATE TABLE event (position INTEGER PRIMARY KEY, category TEXT, stream TEXT, revision INTEGER,
       id TEXT, type TEXT, recorded_at INTEGER, data TEXT, metadata TEXT);
     CREATE UNIQUE INDEX event_stream ON event (stream, revision);
     CREATE INDEX event_category ON event (category);`,
  );
  const insert = db.prepare(
    `INSERT INTO event (category, stream, revision, id, type, recorded_at, data, metadata)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  return inTransactions(db, (row) => {
    for (const event of row.events) insert.run(event);
  });
}

function inTransactions(db: ReturnType<typeof openSqlite>, write: (row: BareRows) => void) {
  const [begin, commit] = [db.prepare('BEGIN IMMEDIATE'), db.prepare('COMMIT')];
  return {
    write(group: readonly BareRows[]): void {
      begin.run([]);
      for (const row of group) write(row);
      commit.run([]);
    },
    close: () => db.close(),
  };
}
