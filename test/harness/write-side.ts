import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Global, Module, type Provider, type Type } from '@nestjs/common';
import { type Command, CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { AccountsModule } from '../../src/accounts/accounts.module.js';
import { AcceptTermsCommand } from '../../src/accounts/accept-terms/accept-terms.command.js';
import { PublishTermsCommand } from '../../src/accounts/publish-terms/publish-terms.command.js';
import { RegisterMailboxCommand } from '../../src/accounts/register-mailbox/register-mailbox.command.js';
import { RegisterPersonCommand } from '../../src/accounts/register-person/register-person.command.js';
import { type MailboxType } from '../../src/contracts/events/mailbox.events.js';
import { MessagesModule } from '../../src/messages/messages.module.js';
import { SendMessageCommand, type MessageToSend } from '../../src/messages/send/send-message.command.js';
import { AGGREGATES, type CommandContext } from '../../src/platform/commands/aggregates.js';
import { EventSourcedAggregates } from '../../src/platform/commands/event-sourced-aggregates.js';
import { IDEMPOTENCY, IdempotencyStore } from '../../src/platform/commands/idempotency.js';
import { CONTENT_STORE } from '../../src/platform/content/content-store.js';
import { EncryptedContentStore } from '../../src/platform/content/encrypted-content-store.js';
import { FolderBlobs } from '../../src/platform/content/folder/folder-blobs.js';
import { DocumentKeyring } from '../../src/platform/crypto/document-keyring.js';
import { KEYRING } from '../../src/platform/crypto/keyring.js';
import { MasterKey, MasterKeys } from '../../src/platform/crypto/master-key.js';
import { type SealingParts } from '../../src/platform/crypto/sealing-keys.js';
import { type Sealer, SEALER } from '../../src/platform/crypto/seal.js';
import { DATABASES } from '../../src/platform/documents/documents.js';
import { openEmbeddedDatabases } from '../../src/platform/documents/embedded/embedded-databases.js';
import { EmbeddedEventStore } from '../../src/platform/event-store/embedded/embedded-event-store.js';
import { EVENT_STORE } from '../../src/platform/event-store/event-store.js';
import { type RecordedEvent } from '../../src/contracts/events/event-definition.js';
import { EVENT_CODEC, UndecodableEvent } from '../../src/platform/events/event-codec.js';
import { RegistryCodec } from '../../src/platform/events/registry-codec.js';
import { RANDOMNESS, SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { CLOCK, ManualClock } from '../../src/platform/time/clock.js';

/** Signs nothing: what a seal is worth is the sealer's own affair. */
const unsigned: Sealer = {
  sign: async ({ id }) => ({ kid: 'test', jws: `e30.${Buffer.from(id).toString('base64url')}.c2ln` }),
  jwks: async () => ({ keys: [] }),
};

export type WriteSide = Awaited<ReturnType<typeof openWriteSide>>;

/**
 * The write side of accounts and messages on the embedded engines, in a folder of its own.
 *
 * @param more modules of other features, and what they need beside the platform's ports
 */
export async function openWriteSide(
  openSealer: (parts: SealingParts) => Sealer = () => unsigned,
  more: readonly Type[] = [],
) {
  const folder = await mkdtemp(join(tmpdir(), 'medimail-write-side-'));
  const clock = new ManualClock('2026-11-23T10:00:00.000Z');
  const randomness = new SystemRandomness();
  const databases = openEmbeddedDatabases(folder);
  const store = new EmbeddedEventStore({ folder, clock });
  const master = new MasterKeys(new MasterKey(randomness.bytes(32)));
  const sealer = openSealer({ databases, master, clock });
  const keyring = await DocumentKeyring.open({ databases, master, clock, randomness });
  const contents = await EncryptedContentStore.open(
    databases,
    await FolderBlobs.open(join(folder, 'content')),
    clock,
  );
  const codec = new RegistryCodec(keyring);
  /** As another process would have it: nothing in common but the store. */
  const anotherAggregates = () => new EventSourcedAggregates({ store, codec, clock, randomness });
  const aggregates = anotherAggregates();
  const idempotency = new IdempotencyStore({
    documents: databases.database('idempotency'),
    clock,
    randomness,
  });

  const app = await Test.createTestingModule({
    imports: [
      platform([
        { provide: CLOCK, useValue: clock },
        { provide: RANDOMNESS, useValue: randomness },
        { provide: DATABASES, useValue: databases },
        { provide: EVENT_STORE, useValue: store },
        { provide: KEYRING, useValue: keyring },
        { provide: CONTENT_STORE, useValue: contents },
        { provide: SEALER, useValue: sealer },
        { provide: EVENT_CODEC, useValue: codec },
        { provide: AGGREGATES, useValue: aggregates },
        { provide: IDEMPOTENCY, useValue: idempotency },
      ]),
      CqrsModule,
      AccountsModule,
      MessagesModule,
      ...more,
    ],
  }).compile();
  await app.init();
  const bus = app.get(CommandBus);

  const contextOf = (actor: string | null, mailbox: string | null, operation = randomness.uuid()) => ({
    actor,
    mailbox,
    correlationId: operation,
    causationId: operation,
    operation,
  });
  const run = <R>(command: Command<R>): Promise<R> => bus.execute(command);

  return {
    folder,
    app,
    clock,
    randomness,
    databases,
    store,
    keyring,
    contents,
    sealer,
    codec,
    aggregates,
    anotherAggregates,
    contextOf,
    run,

    /** A login account of a person with that name, with nothing pending. */
    async person(name: string, type: MailboxType = 'MED') {
      const [person, mailbox] = [`p-${name}`, `m-${name}`];
      const context = contextOf(null, null);
      const address = `${name}@medimail.test`;
      await run(
        new RegisterMailboxCommand(context, {
          id: mailbox,
          type,
          owner: person,
          address,
          label: `Dr ${name}`,
        }),
      );
      await run(
        new RegisterPersonCommand(context, {
          id: person,
          mailbox,
          roles: [],
          lastName: name.toUpperCase(),
          firstName: 'Camille',
        }),
      );
      return {
        person,
        mailbox,
        address,
        context: (operation?: string) => contextOf(person, mailbox, operation),
      };
    },

    async publishTerms(version: string) {
      await run(new PublishTermsCommand(contextOf(null, null), version, 'CGU', '<p>…</p>'));
    },

    async acceptTerms(person: string, version: string) {
      await run(new AcceptTermsCommand(contextOf(person, null), version));
    },

    send(context: CommandContext, message: Partial<MessageToSend>) {
      const whole = { to: [], cc: [], subject: 'Objet', html: '<p>Bonjour</p>', attachments: [], ...message };
      return run(new SendMessageCommand(context, whole));
    },

    /** The stream as an auditor reads it. */
    async events(stream: string): Promise<RecordedEvent[]> {
      const stored = [];
      for await (const event of store.read(stream)) stored.push(event);
      return (await codec.decode(stored)).map((event) => {
        if (event instanceof UndecodableEvent) throw event;
        return event;
      });
    },

    async read(holder: string, content: string, size: number): Promise<string> {
      const key = await keyring.contentKey(holder, content);
      if (key === undefined) throw new Error(`${holder} does not hold ${content}`);
      const chunks: Buffer[] = [];
      for await (const chunk of contents.open(content, key, size)) chunks.push(chunk);
      return Buffer.concat(chunks).toString('utf8');
    },

    async close() {
      await app.close();
      await store.close();
      await databases.close();
      keyring.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** The ports, for every module, as the application's own platform module gives them. */
function platform(providers: Provider[]) {
  @Global()
  @Module({ providers, exports: providers })
  class TestPlatformModule {}
  return TestPlatformModule;
}
