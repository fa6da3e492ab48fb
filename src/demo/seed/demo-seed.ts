import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Config } from '../../platform/config/config.js';
import { DATABASES, type Databases, type Document } from '../../platform/documents/documents.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { seedAccounts } from './seed-accounts.js';
import { seedMessages } from './seed-messages.js';

interface SeedDocument extends Document {
  readonly seededAt: string;
}

const ID = 'demonstration';

/** Gives an empty demonstration its people and messages, once, through the commands that everybody uses. */
@Injectable()
export class DemoSeed implements OnApplicationBootstrap {
  constructor(
    private readonly bus: CommandBus,
    private readonly config: Config,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.roles.has('api')) return;
    const documents = this.databases.database('content').collection<SeedDocument>('installation');
    if ((await documents.findOne({ _id: ID })) !== null) return;
    const now = this.clock.now();
    await seedAccounts(this.bus);
    await seedMessages(this.bus, now);
    const update = { $setOnInsert: { seededAt: now.toISOString() } };
    await documents.bulkWrite([{ updateOne: { filter: { _id: ID }, update, upsert: true } }]);
  }
}
