import { type INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RegisterMailboxCommand } from '../src/accounts/register-mailbox/register-mailbox.command.js';
import { type MessageEvent } from '../src/contracts/events/message.events.js';
import { streams } from '../src/contracts/events/streams.js';
import { expiryDate } from '../src/contracts/retention/expiry-date.js';
import { send } from '../src/messages/decide-send.js';
import { noMessage } from '../src/messages/message.state.js';
import { CONTENT_STORE, type ContentStore } from '../src/platform/content/content-store.js';
import { KEYRING, type Keyring } from '../src/platform/crypto/keyring.js';
import { type AppendResult, EVENT_STORE, type EventStore } from '../src/platform/event-store/event-store.js';
import { EVENT_CODEC, type EventCodec } from '../src/platform/events/event-codec.js';
import { deterministicUuid } from '../src/platform/randomness/randomness.js';
import { sealedMessage } from '../test/harness/sealed-message.js';

export interface Load {
  /** Who gets the messages; the name tells the ids of one load from those of another. */
  readonly mailbox: string;
  readonly messages: number;
  /** The instant of the last; the others a minute apart before it. */
  readonly last: Date;
  /** Stored beside the events; none by default: a list shows no body. */
  readonly body?: string;
}

const AT_ONCE = 500;

/**
 * Registers a mailbox and fills its inbox from the log up: keys, bodies and the very events of a sending, encrypted by the codec,
 * but neither rights nor signatures, which would be most of the work. The sender's mailbox is one of its own.
 *
 * @returns the last append
 */
export async function loadMailbox(app: INestApplicationContext, load: Load): Promise<AppendResult> {
  const ports = {
    keyring: app.get<Keyring>(KEYRING),
    contents: app.get<ContentStore>(CONTENT_STORE),
    codec: app.get<EventCodec>(EVENT_CODEC),
    store: app.get<EventStore>(EVENT_STORE),
  };
  await register(app, load.mailbox);
  let last: AppendResult | undefined;
  for (let first = 0; first < load.messages; first += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, load.messages - first) }, (_, i) => first + i);
    last = (await Promise.all(numbers.map((n) => store(ports, load, n)))).at(-1);
  }
  if (last === undefined) throw new RangeError('a load of no messages');
  return last;
}

async function register(app: INestApplicationContext, mailbox: string): Promise<void> {
  const operation = deterministicUuid('bench-mailbox', mailbox);
  const context = {
    actor: null,
    mailbox: null,
    correlationId: operation,
    causationId: operation,
    operation,
  };
  const address = `${mailbox}@medimail.test`;
  await app.get(CommandBus).execute(
    new RegisterMailboxCommand(context, {
      id: mailbox,
      type: 'MED',
      owner: 'bench',
      address,
      label: mailbox,
    }),
  );
}

interface Ports {
  readonly keyring: Keyring;
  readonly contents: ContentStore;
  readonly codec: EventCodec;
  readonly store: EventStore;
}

async function store(
  { keyring, contents, codec, store }: Ports,
  load: Load,
  n: number,
): Promise<AppendResult> {
  const message = deterministicUuid('bench', load.mailbox, String(n));
  const content = deterministicUuid('bench-body', load.mailbox, String(n));
  const at = new Date(load.last.getTime() - (load.messages - 1 - n) * 60_000);
  const key = keyring.draw();
  await Promise.all([
    keyring.create({ name: `message:${message}`, until: expiryDate(at), contents: [{ content, key }] }),
    load.body === undefined ? undefined : contents.put(content, key, inOnePiece(Buffer.from(load.body))),
  ]);
  const stream = streams.message(message);
  const events = eventsOf(message, content, at, load.mailbox, n);
  const envelopes = events.map((_, index) => ({
    id: deterministicUuid(message, String(index)),
    actor: 'bench',
    mailbox: 'bench',
    at: at.toISOString(),
    correlationId: message,
    causationId: message,
  }));
  return store.append(stream, await codec.encode(stream, events, envelopes), 'none');
}

/** Names and subjects of some variety, with many ties: a list sorted by them has long runs of the same. */
function eventsOf(message: string, content: string, at: Date, mailbox: string, n: number): MessageEvent[] {
  const party = (name: string, of: string) => ({ address: `${of}@medimail.test`, name, mailbox: of });
  const from = party(`Docteur ${n % 97}`, 'bench-sender');
  const { sealed, private: texts } = sealedMessage();
  return send(noMessage, {
    message,
    sender: 'bench-sender',
    recipients: [{ mailbox, delegates: [] }],
    sealed: {
      ...sealed,
      sealedAt: at.toISOString(),
      expiresAt: expiryDate(at).toISOString(),
      jws: 'e'.repeat(300),
      body: { content, size: 2_000 },
    },
    private: {
      ...texts,
      subject: `Compte rendu d’échographie n° ${n % 997}`,
      from,
      to: [party(`Cabinet ${n % 31}`, mailbox)],
    },
  });
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}
