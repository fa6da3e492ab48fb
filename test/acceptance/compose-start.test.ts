import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { localEnvironment, ownServices, readCompose } from '../harness/compose.js';
import { startEventStoreDbServer } from '../harness/eventstoredb-server/start-eventstoredb-server.js';
import { MailClient } from '../harness/mail-client.js';
import { startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import { ServiceProcess } from '../harness/service-process.js';

/* What compose starts, as processes of this machine, on servers that speak the stores' protocols. */

const compose = readCompose({ MASTER_KEY: Buffer.alloc(32, 7).toString('base64') });
const own = Object.fromEntries(ownServices(compose));

describeWhere(mongoDbMissing(), 'The processes of docker/compose.yml', () => {
  const stops: (() => Promise<unknown>)[] = [];
  const urls: Record<string, string> = {};
  let folder: string;
  let api: ServiceProcess;
  let projections: ServiceProcess;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-compose-'));
    const stores = await Promise.all([startEventStoreDbServer(), startMongoServer(), startMongoServer()]);
    stops.push(...stores.map((store) => () => store.stop()));
    [urls.eventstore, urls.mongo, urls['keys-mongo']] = stores.map(({ url }) => url) as [
      string,
      string,
      string,
    ];
    // Neither is ready without the other: the API's lists come from what the projections write.
    [api, projections] = await Promise.all([start('api'), start('projections')]);
    stops.push(() => api.kill());
  }, 300_000);

  afterAll(async () => {
    await Promise.allSettled([projections.kill(), ...stops.reverse().map((stop) => stop())]);
    await rm(folder, { recursive: true, force: true });
  });

  function start(name: string): Promise<ServiceProcess> {
    const places = { folder: join(folder, name), port: 0, managementPort: 0 };
    return ServiceProcess.start(localEnvironment(own[name] ?? { image: '' }, urls, places));
  }

  it('do the main job: send, list, open, attachment', async () => {
    const antoine = await MailClient.loggedIn(api.url, 'antoine.mennebeuf@medimail.test');
    const claire = await MailClient.loggedIn(api.url, 'claire.pradel@medimail.test');
    const file = new TextEncoder().encode('Bonjour');
    const upload = await antoine.upload('bonjour.txt', file, 'text/plain');
    const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'], attachments: [upload] });
    const { items } = await claire.seeing(antoine).list('limit=1');
    expect(items).toMatchObject([{ id, opened: false, hasAttachments: true }]);
    const { attachments } = await claire.open(id);
    const bytes = await claire.call(`/messages/${id}/attachments/${attachments[0]?.id ?? ''}`);
    expect(bytes.text).toBe('Bonjour');
    expect((await antoine.seeing(claire).list('folder=sent&limit=1')).items).toMatchObject([
      { id, openedBy: 'all' },
    ]);
  });

  it('answer lists by way of the process that runs the projections, and of no other', async () => {
    expect(projections.url).toBe(projections.managementUrl);
    const antoine = await MailClient.loggedIn(api.url, 'antoine.mennebeuf@medimail.test');
    await projections.kill();
    const { id } = await antoine.send({ to: ['rose.rouge@medimail.test'] });
    const stale = await antoine.call('/messages?folder=sent&limit=1');
    expect(stale.headers.get('X-Stale')).toBe('1');
    projections = await start('projections');
    expect((await antoine.list('folder=sent&limit=1')).items[0]?.id).toBe(id);
  });

  it('end at SIGTERM, without an error', async () => {
    for (const service of [projections, api]) {
      await service.stop();
      expect(service.output).not.toMatch(/"level":(50|60)/);
    }
  });
});
