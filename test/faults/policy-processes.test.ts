import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { SentDrafts } from '../../src/messages/send/sent-drafts.js';
import { DATABASES, type Databases } from '../../src/platform/documents/documents.js';
import { loadConfig } from '../../src/platform/config/load-config.js';
import { EVENT_STORE, type EventStore } from '../../src/platform/event-store/event-store.js';
import { type Service, startService } from '../../src/service.js';
import { describeWhere, mongoDbMissing } from '../harness/availability.js';
import { startEventStoreDbServer } from '../harness/eventstoredb-server/start-eventstoredb-server.js';
import { expectStatus, MailClient } from '../harness/mail-client.js';
import { startMongoServer } from '../harness/mongo-server/start-mongo-server.js';
import { eventually } from '../harness/projection-world.js';
import { ServiceProcess } from '../harness/service-process.js';

describeWhere(mongoDbMissing(), 'policies in processes of their own, on EventStoreDB and MongoDB', () => {
  const ends: (() => Promise<unknown>)[] = [];
  let environment: (roles: string) => Record<string, string>;
  let api: Service;
  let antoine: MailClient;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'medimail-policies-'));
    ends.push(() => rm(folder, { recursive: true, force: true }));
    const [events, documents] = await Promise.all([startEventStoreDbServer(), startMongoServer()]);
    ends.push(
      () => events.stop(),
      () => documents.stop(),
    );
    const masterKey = randomBytes(32).toString('base64');
    let started = 0;
    environment = (roles) => ({
      EVENTSTORE_URL: events.url,
      MONGODB_URL: documents.url,
      MASTER_KEY: masterKey,
      DEMO: '1',
      ROLES: roles,
      DATA_DIR: join(folder, String(started++)),
    });
    const env = { ...environment('api,projections'), PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' };
    api = await startService(loadConfig(env));
    ends.push(() => api.stop());
    // As if the process that sends always ended before the draft does.
    vi.spyOn(api.app.get(SentDrafts, { strict: false }), 'end').mockImplementation(
      (_context, _draft, answer) => Promise.resolve(answer),
    );
    antoine = await MailClient.loggedIn(api.url ?? '', 'antoine.mennebeuf@medimail.test');
  }, 120_000);

  afterAll(async () => {
    for (const end of ends.reverse()) await end();
  });

  const typesOf = async (draft: string): Promise<string[]> => {
    const types: string[] = [];
    for await (const { type } of api.app.get<EventStore>(EVENT_STORE).read(`draft-${draft}`)) {
      types.push(type);
    }
    return types;
  };

  async function sentDraft(): Promise<string> {
    const fields = { to: ['claire.pradel@medimail.test'], subject: 'Objet', html: '<p>Texte</p>' };
    const { id } = expectStatus(await antoine.call('/drafts', { json: fields }), 201).json as { id: string };
    await antoine.send({ ...fields, draftId: id });
    return id;
  }
  const hasEnded = (draft: string) => async () => (await typesOf(draft)).includes('DraftShredded');
  const once = ['DraftSaved', 'DraftSent', 'DraftShredded'];

  it('do what the process that sent has left, and the next one takes over from one that was killed (D7)', async () => {
    const early = await sentDraft();
    expect(await typesOf(early)).toEqual(['DraftSaved']);
    const first = await ServiceProcess.start(environment('policies'));
    ends.push(() => first.kill());
    await eventually(hasEnded(early), 30_000);

    const second = await ServiceProcess.start(environment('policies'));
    ends.push(() => second.kill());
    await first.kill();
    const late = await sentDraft();
    await eventually(hasEnded(late), 30_000);
    expect(await typesOf(early)).toEqual(once);
    expect(await typesOf(late)).toEqual(once);
  }, 240_000);

  it('answer automatically once, whichever of them was killed on the way (S10)', async () => {
    const claire = await MailClient.loggedIn(api.url ?? '', 'claire.pradel@medimail.test');
    const json = { enabled: true, text: 'Absente.', from: null, to: null };
    expectStatus(await claire.call('/settings/auto-reply', { method: 'PUT', json }), 200);
    const replies = async () => {
      const { items } = await antoine.list('folder=inbox&limit=200');
      return items.filter(({ subject }) => subject.startsWith('Réponse automatique : '));
    };
    const records = api.app.get<Databases>(DATABASES).database('policies').collection('policies');
    const hasBegun = async () =>
      (await records.countDocuments({ _id: 'automatic-replies', begun: true })) > 0;
    const first = await ServiceProcess.start(environment('policies'));
    ends.push(() => first.kill());
    await eventually(hasBegun, 30_000);
    // Several on the way: it dies before, between and after what answers them.
    for (let sent = 0; sent < 5; sent++) await antoine.send({ to: ['claire.pradel@medimail.test'] });
    await first.kill();
    const second = await ServiceProcess.start(environment('policies'));
    ends.push(() => second.kill());
    await eventually(async () => (await replies()).length > 0, 60_000);
    // Asked from the start once more, by the one that lives.
    await records.bulkWrite([
      {
        updateOne: {
          filter: { _id: 'automatic-replies' },
          update: { $set: { position: null }, $inc: { token: 1 } },
        },
      },
    ]);
    const last = await antoine.send({ to: ['claire.pradel@medimail.test'] });
    const isPast = async () =>
      ((await records.findOne({ _id: 'automatic-replies' })) as { position?: string }).position;
    const { position } = await positionOf(last);
    await eventually(async () => ((await isPast()) ?? '') > position, 60_000);
    expect(await replies()).toHaveLength(1);
  }, 240_000);

  async function positionOf({ stream, revision }: { stream: string; revision: number }) {
    for await (const event of api.app.get<EventStore>(EVENT_STORE).read(stream)) {
      // The first of its append: the delivery to Claire comes after it.
      if (event.revision === revision - 2) return event;
    }
    throw new Error('nothing was sent');
  }
});
