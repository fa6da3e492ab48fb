import { type DynamicModule, Global, Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { AGGREGATES } from './commands/aggregates.js';
import { EventSourcedAggregates } from './commands/event-sourced-aggregates.js';
import { IDEMPOTENCY, IdempotencyStore } from './commands/idempotency.js';
import { Config } from './config/config.js';
import { CONTENT_STORE } from './content/content-store.js';
import { EncryptedContentStore } from './content/encrypted-content-store.js';
import { DocumentKeyring } from './crypto/document-keyring.js';
import { KEYRING, type Keyring } from './crypto/keyring.js';
import { loadMasterKeys } from './crypto/load-master-keys.js';
import { MasterKeys } from './crypto/master-key.js';
import { SEALER } from './crypto/seal.js';
import { StoredSealer } from './crypto/sealing-keys.js';
import { DATABASES, type Databases } from './documents/documents.js';
import { type Engines, openEngines } from './engines/engines.js';
import { EVENT_STORE, type EventStore } from './event-store/event-store.js';
import { EVENT_CODEC, type EventCodec } from './events/event-codec.js';
import { RegistryCodec } from './events/registry-codec.js';
import { MAIL_OUT } from './mail/mail-out.js';
import { openMailOut } from './mail/open-mail-out.js';
import { RANDOMNESS, type Randomness, SystemRandomness } from './randomness/randomness.js';
import { CLOCK, type Clock, SystemClock } from './time/clock.js';

/** Nest's injection token of the {@link Engines}. */
export const ENGINES = Symbol('Engines');

/** Where time comes from, if not from the machine. */
export interface Sources {
  readonly clock?: Clock;
}

/** The platform's ports on the engines of the configuration, for every other module. */
@Global()
@Module({})
export class PlatformModule implements OnApplicationShutdown {
  constructor(
    @Inject(ENGINES) private readonly engines: Engines,
    @Inject(KEYRING) private readonly keyring: DocumentKeyring,
    @Inject(AGGREGATES) private readonly aggregates: EventSourcedAggregates,
  ) {}

  static forRoot(config: Config, sources: Sources = {}): DynamicModule {
    const providers = [
      { provide: Config, useValue: config },
      { provide: CLOCK, useValue: sources.clock ?? new SystemClock(config.clockOffsetMs) },
      { provide: RANDOMNESS, useClass: SystemRandomness },
      { provide: ENGINES, useFactory: openEngines, inject: [Config, CLOCK, RANDOMNESS] },
      { provide: EVENT_STORE, useFactory: (engines: Engines) => engines.events, inject: [ENGINES] },
      { provide: DATABASES, useFactory: (engines: Engines) => engines.databases, inject: [ENGINES] },
      {
        provide: MasterKeys,
        useFactory: () =>
          loadMasterKeys({
            masterKey: config.masterKey,
            masterKeyNext: config.masterKeyNext,
            dataDir: config.dataDir,
            production: config.production,
          }),
        // The file of the master key lies in DATA_DIR, which the engines hold.
        inject: [ENGINES],
      },
      {
        provide: KEYRING,
        useFactory: (databases: Databases, master: MasterKeys, clock: Clock, randomness: Randomness) =>
          DocumentKeyring.open({ databases, master, clock, randomness }),
        inject: [DATABASES, MasterKeys, CLOCK, RANDOMNESS],
      },
      { provide: MAIL_OUT, useFactory: openMailOut, inject: [Config, CLOCK] },
      {
        provide: CONTENT_STORE,
        useFactory: ({ databases, blobs }: Engines, clock: Clock) =>
          EncryptedContentStore.open(databases, blobs, clock),
        inject: [ENGINES, CLOCK],
      },
      {
        provide: SEALER,
        useFactory: (databases: Databases, master: MasterKeys, clock: Clock) =>
          new StoredSealer({ databases, master, clock }),
        inject: [DATABASES, MasterKeys, CLOCK],
      },
      {
        provide: EVENT_CODEC,
        useFactory: (keyring: Keyring) => new RegistryCodec(keyring),
        inject: [KEYRING],
      },
      {
        provide: AGGREGATES,
        useFactory: (store: EventStore, codec: EventCodec, clock: Clock, randomness: Randomness) =>
          new EventSourcedAggregates({ store, codec, clock, randomness }),
        inject: [EVENT_STORE, EVENT_CODEC, CLOCK, RANDOMNESS],
      },
      {
        provide: IDEMPOTENCY,
        useFactory: async (databases: Databases, clock: Clock, randomness: Randomness) => {
          const store = new IdempotencyStore({
            documents: databases.database('idempotency'),
            clock,
            randomness,
          });
          await store.open();
          return store;
        },
        inject: [DATABASES, CLOCK, RANDOMNESS],
      },
    ];
    return {
      module: PlatformModule,
      providers,
      exports: providers.map(({ provide }) => provide),
    };
  }

  /** After every module has ended what it does: what was acknowledged is on the disk already. */
  async onApplicationShutdown(): Promise<void> {
    this.aggregates.close();
    this.keyring.close();
    await this.engines.close();
  }
}
