import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { afterAll, beforeAll } from 'vitest';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { type Service, startService } from '../../src/service.js';
import { describeWhere, mongoDbMissing } from './availability.js';
import { startEventStoreDbServer } from './eventstoredb-server/start-eventstoredb-server.js';
import { MailClient } from './mail-client.js';
import { lentMongoServer } from './mongo-server/lent-mongo-server.js';

/** Where the data is: files of a folder, or servers that speak the production stores' protocols. */
interface Stores {
  readonly env: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** The whole service in this process, with the demonstration's people, on a clock that the test moves. */
export class Product {
  private constructor(
    private service: Service,
    private readonly env: Readonly<Record<string, string>>,
    readonly dataDir: string,
    readonly clock: ManualClock,
    private readonly stores: Stores,
  ) {}

  static async start(env: Readonly<Record<string, string>> = {}): Promise<Product> {
    const dataDir = await mkdtemp(join(tmpdir(), 'medimail-product-'));
    const stores = await startStores();
    const whole = {
      PORT: '0',
      MANAGEMENT_PORT: '0',
      LOG_LEVEL: 'silent',
      DATA_DIR: dataDir,
      ...stores.env,
      ...env,
    };
    const clock = new ManualClock('2026-11-23T09:00:00.000Z');
    const product = new Product(
      await startService(loadConfig(whole), { clock }),
      whole,
      dataDir,
      clock,
      stores,
    );
    await product.untilReady();
    return product;
  }

  get url(): string {
    return this.service.url ?? '';
  }

  get managementUrl(): string {
    return this.service.managementUrl;
  }

  /** Of the server that holds the documents; undefined on the embedded engines. */
  get mongoUrl(): string | undefined {
    return this.env['MONGODB_URL'];
  }

  get app(): Service['app'] {
    return this.service.app;
  }

  /** What has no route yet is asked for as the command line would. */
  get bus(): CommandBus {
    return this.app.get(CommandBus);
  }

  /** Stops the service and starts it again on the same stores. */
  async restart(): Promise<void> {
    await this.service.stop();
    this.service = await startService(loadConfig(this.env), { clock: this.clock });
    await this.untilReady();
  }

  async stop(): Promise<void> {
    await this.service.stop();
    await this.stores.stop();
    await rm(this.dataDir, { recursive: true, force: true });
  }

  /** A person of the demonstration at their web mail: `antoine.mennebeuf`. */
  person(name: string): Promise<MailClient> {
    return MailClient.loggedIn(this.url, `${name}@medimail.test`);
  }

  private async untilReady(): Promise<void> {
    for (let tries = 0; tries < 600; tries++) {
      if ((await fetch(`${this.managementUrl}/health/ready`)).ok) return;
      await pause(50);
    }
    throw new Error(`not ready: ${await (await fetch(`${this.managementUrl}/health/ready`)).text()}`);
  }
}

/** `MEDIMAIL_TEST_ENGINES=production`: the tests of a suite run on the production adapters. */
const onProductionAdapters = process.env['MEDIMAIL_TEST_ENGINES'] === 'production';

async function startStores(): Promise<Stores> {
  if (!onProductionAdapters) return { env: {}, stop: () => Promise.resolve() };
  const [events, documents] = await Promise.all([startEventStoreDbServer(), lentMongoServer()]);
  return {
    env: { EVENTSTORE_URL: events.url, MONGODB_URL: documents.url, DEMO: '1' },
    async stop() {
      await documents.stop();
      await events.stop();
    },
  };
}

/** A suite over a product of its own, on the engines that the run asks for. */
export function describeProduct(name: string, suite: (product: () => Product) => void): void {
  const engines = onProductionAdapters ? `${name}, on EventStoreDB and MongoDB` : name;
  describeWhere(onProductionAdapters ? mongoDbMissing() : null, engines, () => {
    let product: Product | undefined;
    beforeAll(async () => {
      product = await Product.start();
    });
    afterAll(() => product?.stop());
    suite(() => {
      if (product === undefined) throw new Error('the product did not start');
      return product;
    });
  });
}
