import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { streams } from '../../src/contracts/events/streams.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { DATABASES, type Databases } from '../../src/platform/documents/documents.js';
import { EVENT_STORE, type EventStore } from '../../src/platform/event-store/event-store.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { Housekeeping } from '../../src/retention/housekeeping.js';
import { type Service, startService } from '../../src/service.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from '../harness/eventstoredb-server/start-eventstoredb-server.js';
import { MailClient } from '../harness/mail-client.js';
import { type MongoServer, startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import { textsOfMail, writeExpiringMail } from '../harness/traces/expiring-mail.js';
import { documentsOf, found } from '../harness/traces/haystacks.js';

const MESSAGES = 60;
/** A month after the last of them is due: the sweepers were off. */
const MONTH_LATE = '2027-03-24T10:00:00.000Z';

describeWhere(mongoDbMissing(), 'three processes that sweep at once', () => {
  let folder: string;
  let events: EventStoreDbServer;
  let documents: MongoServer;
  let service: Service;
  let sweepers: Service[] = [];
  const messages: string[] = [];
  const clock = new ManualClock('2026-11-23T10:00:00.000Z');

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-sweepers-'));
    [events, documents] = await Promise.all([startEventStoreDbServer(), startMongoServer()]);
    const masterKey = randomBytes(32).toString('base64');
    const start = (name: string, roles: string) =>
      startService(
        loadConfig({
          EVENTSTORE_URL: events.url,
          MONGODB_URL: documents.url,
          MASTER_KEY: masterKey,
          DEMO: '1',
          PORT: '0',
          MANAGEMENT_PORT: '0',
          LOG_LEVEL: 'silent',
          ROLES: roles,
          DATA_DIR: join(folder, name),
        }),
        { clock },
      );
    service = await start('api', 'api,projections');
    sweepers = await Promise.all(['one', 'two', 'three'].map((name) => start(name, 'sweeper')));
    const [antoine, claire] = await Promise.all(
      ['antoine.mennebeuf', 'claire.pradel'].map((name) =>
        MailClient.loggedIn(service.url ?? '', `${name}@medimail.test`),
      ),
    );
    if (antoine === undefined || claire === undefined) throw new Error('nobody is logged in');
    messages.push((await writeExpiringMail(antoine, claire)).message);
    while (messages.length < MESSAGES) {
      const upload = await antoine.upload('a.txt', Buffer.from('contenu'));
      const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'], attachments: [upload] });
      messages.push(id);
    }
  }, 120_000);

  afterAll(async () => {
    await Promise.all(sweepers.map((one) => one.stop()));
    await service.stop();
    await documents.stop();
    await events.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const round = () => Promise.all(sweepers.map(({ app }) => app.get(Housekeeping, { strict: false }).run()));

  it('end each message once, to the last byte, after a month of being off (R1)', async () => {
    expect(await found(textsOfMail, documentsOf(documents.url))).not.toEqual([]);
    clock.set(MONTH_LATE);
    const ended = async () => {
      await round();
      const keys = service.app.get<Databases>(DATABASES).database('content').collection('keys');
      return keys.countDocuments({ _id: { $gte: 'message:', $lt: 'message;' } });
    };
    await expect.poll(ended, { timeout: 60_000 }).toBe(0);
    const store = service.app.get<EventStore>(EVENT_STORE);
    for (const message of messages) {
      const types: string[] = [];
      for await (const { type } of store.read(streams.message(message))) types.push(type);
      const ends = types.filter((type) => /Expired|Shredded/.test(type));
      expect(ends).toEqual(['MessageExpired', 'MessageShredded']);
    }
    const traces = async () => {
      await round();
      return found(textsOfMail, documentsOf(documents.url));
    };
    await expect.poll(traces, { timeout: 60_000 }).toEqual([]);
  });
});
