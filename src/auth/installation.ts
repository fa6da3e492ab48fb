import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { DATABASES, type Databases, type Document } from '../platform/documents/documents.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';

/** Database `content`, collection `installation`: what this store has been used for. */
interface InstallationDocument extends Document {
  readonly issuer: string;
  readonly since: string;
}

const ID = 'real-issuer';

/** The store has served with a real issuer: a demonstration, where anybody is anybody, must not open it again. */
export class StoreHasServed extends Error {
  constructor() {
    super(
      'OIDC_ISSUER is required: this store has served with a real issuer, and is no demonstration any more.',
    );
    this.name = 'StoreHasServed';
  }
}

/** Remembers in the store that it has served with a real issuer, and stops the start of a demonstration on it. */
@Injectable()
export class Installation implements OnModuleInit {
  constructor(
    private readonly config: Config,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    const documents = this.databases.database('content').collection<InstallationDocument>('installation');
    const known = await documents.findOne({ _id: ID });
    const { oidc } = this.config;
    if (oidc === null && known !== null) throw new StoreHasServed();
    if (oidc === null || known !== null) return;
    const set = { issuer: oidc.issuer, since: this.clock.now().toISOString() };
    const update = { $setOnInsert: set };
    await documents.bulkWrite([{ updateOne: { filter: { _id: ID }, update, upsert: true } }]);
  }
}
