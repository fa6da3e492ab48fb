import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { type Service, startService } from '../../src/service.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from '../harness/eventstoredb-server/start-eventstoredb-server.js';
import { expectStatus, MailClient } from '../harness/mail-client.js';
import {
  devicesOf,
  MobileDevice,
  pairingOf,
  removeDevices,
  signedSurelyLater,
} from '../harness/mobile-device.js';
import { type MongoServer, startMongoServer } from '../harness/mongo-server/start-mongo-server.js';

describeWhere(mongoDbMissing(), 'a mobile device of two services that share nothing but their stores', () => {
  let folder: string;
  let events: EventStoreDbServer;
  let documents: MongoServer;
  let services: Service[] = [];
  let person: MailClient;
  const urlOf = (which: number) => services[which]?.url ?? '';

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-devices-'));
    [events, documents] = await Promise.all([startEventStoreDbServer(), startMongoServer()]);
    const key = randomBytes(32).toString('base64');
    const start = (name: string) =>
      startService(
        loadConfig({
          EVENTSTORE_URL: events.url,
          MONGODB_URL: documents.url,
          MASTER_KEY: key,
          DEMO: '1',
          ROLES: 'api',
          DATA_DIR: join(folder, name),
          PORT: '0',
          MANAGEMENT_PORT: '0',
          LOG_LEVEL: 'silent',
        }),
      );
    services = [await start('one'), await start('two')];
    person = await MailClient.loggedIn(urlOf(0), 'julie.martin@medimail.test');
  }, 120_000);

  afterAll(async () => {
    await Promise.all(services.map((service) => service.stop()));
    await documents.stop();
    await events.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is paired once though several show the code to both at the same time (S12)', async () => {
    for (let round = 0; round < 5; round++) {
      const code = await pairingOf(person);
      const devices = await Promise.all([0, 1, 0, 1].map((which) => MobileDevice.fresh(urlOf(which))));
      const answers = await Promise.all(devices.map((device) => device.show(code)));
      expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
      expect(await devicesOf(person)).toHaveLength(1);
      await removeDevices(person);
    }
  });

  it('shows a proof to one of them only, and is refused by the other once one has removed it (S12)', async () => {
    const device = await MobileDevice.paired(person);
    const there = device.at(urlOf(1));
    expectStatus(await there.ask('/api/v1/me'), 200);
    const claims = { jti: 'once' };
    expectStatus(await device.ask('/api/v1/me', {}, { claims }), 200);
    expectStatus(await there.ask('/api/v1/me', {}, { claims }), 401);
    await removeDevices(person);
    expectStatus(await there.ask('/api/v1/me'), 401);
    expectStatus(await there.askForTokens(), 401);
  });

  it('turns its refresh token once: two answers go on from the same (S12)', async () => {
    const device = await MobileDevice.paired(person);
    const there = device.at(urlOf(1));
    const answers = await Promise.all([device.askForTokens(), there.askForTokens()]);
    for (const answer of answers) device.keepTokens(expectStatus(answer, 200));
    expectStatus(await (await device.refresh()).ask('/api/v1/me'), 200);
    const again = await there.askForTokens(undefined, await signedSurelyLater());
    expectStatus(again, 401);
    expect(await devicesOf(person)).toEqual([]);
  });
});
