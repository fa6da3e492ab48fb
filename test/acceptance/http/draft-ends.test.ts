import { beforeAll, describe, expect, it, vi } from 'vitest';
import { type DraftDocument } from '../../../src/contracts/documents/draft.documents.js';
import { type DraftSaved } from '../../../src/contracts/events/draft.events.js';
import { ExpireDraftCommand } from '../../../src/drafts/expire/expire-draft.command.js';
import { SentDrafts } from '../../../src/messages/send/sent-drafts.js';
import { CONTENT_STORE, type ContentStore } from '../../../src/platform/content/content-store.js';
import { type DataKey, KEYRING, type Keyring } from '../../../src/platform/crypto/keyring.js';
import { EVENT_CODEC, type EventCodec } from '../../../src/platform/events/event-codec.js';
import {
  EVENT_STORE,
  type EventStore,
  type StoredEvent,
} from '../../../src/platform/event-store/event-store.js';
import { READ_MODELS, type ReadModels } from '../../../src/platform/read-models/read-models.js';
import { type RecordedEvent } from '../../../src/contracts/events/event-definition.js';
import { actingAs } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { eventually } from '../../harness/projection-world.js';

const CLAIRE = 'claire.pradel@medimail.test';

describeProduct('the end of drafts', (product) => {
  let antoine: MailClient;
  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
  });

  const fields = { to: [CLAIRE], cc: [], subject: 'Sujet secret', html: '<p>Texte secret</p>' };
  async function saved(): Promise<string> {
    return (expectStatus(await antoine.call('/drafts', { json: fields }), 201).json as { id: string }).id;
  }
  const put = (id: string, json: object) => antoine.call(`/drafts/${id}`, { method: 'PUT', json });

  async function storedEvents(id: string): Promise<StoredEvent[]> {
    const events: StoredEvent[] = [];
    for await (const event of product().app.get<EventStore>(EVENT_STORE).read(`draft-${id}`)) {
      events.push(event);
    }
    return events;
  }
  async function events(id: string): Promise<readonly RecordedEvent[]> {
    const stored = await storedEvents(id);
    return (await product().app.get<EventCodec>(EVENT_CODEC).decode(stored)) as RecordedEvent[];
  }
  const typesOf = async (id: string) => (await storedEvents(id)).map(({ type }) => type);

  async function isStored({ id, size }: DraftSaved['data']['content']): Promise<boolean> {
    const contents = product().app.get<ContentStore>(CONTENT_STORE);
    const chunks = contents.open(id, Buffer.alloc(32) as DataKey, size);
    try {
      await chunks[Symbol.asyncIterator]().next();
      return true;
    } catch (error) {
      return !(error instanceof Error && error.name === 'ContentMissing');
    }
  }
  async function contentsOf(id: string): Promise<DraftSaved['data']['content'][]> {
    return (await events(id)).flatMap(({ event }) =>
      event.type === 'DraftSaved' ? [(event as DraftSaved).data.content] : [],
    );
  }
  async function storedContents(id: string): Promise<boolean[]> {
    return Promise.all((await contentsOf(id)).map(isStored));
  }

  async function expectNothingLeft(id: string): Promise<void> {
    const keyring = product().app.get<Keyring>(KEYRING);
    expect((await keyring.find([`draft:${id}`])).size).toBe(0);
    expect(await storedContents(id)).not.toContain(true);
    expect((await events(id)).map(({ event }) => event.private).filter((one) => one !== null)).toEqual([]);
    const readModels = product().app.get<ReadModels>(READ_MODELS);
    const drafts = await readModels.collection<DraftDocument>('drafts', 'drafts');
    await eventually(async () => (await drafts.findOne({ _id: id, mailbox: { $exists: true } })) === null);
    expect(JSON.stringify(await drafts.find({ _id: id }).toArray())).not.toMatch(/secret|pradel/i);
    expectProblem(await antoine.call(`/drafts/${id}`), 404, 'not-found');
  }

  it('each saving removes the text that it replaced (D3)', async () => {
    const id = await saved();
    expectStatus(await put(id, { ...fields, html: '<p>Autre texte</p>' }), 200);
    expectStatus(await put(id, { ...fields, html: '<p>Encore un</p>' }), 200);
    expect(await storedContents(id)).toEqual([false, false, true]);
  });

  describe('leaves nothing of it but its history (D7, R1)', () => {
    it('deleted', async () => {
      const id = await saved();
      expectStatus(await put(id, { ...fields, subject: 'Autre secret' }), 200);
      expect(await storedContents(id)).toEqual([false, true]);
      expectStatus(await antoine.call(`/drafts/${id}`, { method: 'DELETE' }), 200);
      await expectNothingLeft(id);
      expect(await typesOf(id)).toEqual(['DraftSaved', 'DraftSaved', 'DraftDiscarded', 'DraftShredded']);
    });

    it('emptied', async () => {
      const id = await saved();
      expectStatus(await put(id, { to: [], html: '' }), 200);
      await expectNothingLeft(id);
    });

    it('sent', async () => {
      const id = await saved();
      const sent = await antoine.send({ ...fields, draftId: id });
      await expectNothingLeft(id);
      const [, end] = await events(id);
      expect(end?.event).toMatchObject({ type: 'DraftSent', data: { message: sent.id } });
    });

    it('expired: three months after its last saving, not a millisecond before', async () => {
      const id = await saved();
      const first = ((await antoine.call(`/drafts/${id}`)).json as { expiresAt: string }).expiresAt;
      product().clock.advance(24 * 3_600_000);
      antoine = await product().person('antoine.mennebeuf');
      expectStatus(await put(id, fields), 200);
      const last = ((await antoine.call(`/drafts/${id}`)).json as { expiresAt: string }).expiresAt;
      expect(Date.parse(last) - Date.parse(first)).toBe(24 * 3_600_000);
      const now = product().clock.now();
      const expire = () => product().bus.execute(new ExpireDraftCommand(actingAs(), id));

      product().clock.set(new Date(Date.parse(last) - 1).toISOString());
      await expect(expire()).rejects.toMatchObject({ code: 'not-due' });
      expect(
        (
          await product()
            .app.get<Keyring>(KEYRING)
            .find([`draft:${id}`])
        ).size,
      ).toBe(1);
      product().clock.set(last);
      antoine = await product().person('antoine.mennebeuf');
      expectProblem(await antoine.call(`/drafts/${id}`), 404, 'not-found');
      expectProblem(await put(id, fields), 404, 'not-found');
      await expire();
      await expectNothingLeft(id);
      await expire();
      expect((await typesOf(id)).slice(2)).toEqual(['DraftExpired', 'DraftShredded']);
      product().clock.set(now);
      antoine = await product().person('antoine.mennebeuf');
    });
  });

  it('sent is not sent a second time; what was deleted is, so that no text is lost (D7)', async () => {
    const id = await saved();
    const attachments = [await antoine.upload('a.txt', Buffer.from('contenu'))];
    const first = await antoine.send({ ...fields, attachments, draftId: id });
    expect(first.stream).toBe(`draft-${id}`);
    const { total } = await antoine.list('folder=sent');
    const again = await antoine.call('/messages', { json: { ...fields, attachments, draftId: id } });
    expectProblem(again, 409, 'draft-sent');
    expect((await antoine.list('folder=sent')).total).toBe(total);
    // Of somebody else's draft nothing is told.
    const claire = await product().person('claire.pradel');
    expect((await claire.send({ ...fields, draftId: id })).stream).toMatch(/^message-/);

    const deleted = await saved();
    expectStatus(await antoine.call(`/drafts/${deleted}`, { method: 'DELETE' }), 200);
    const sent = await antoine.send({ ...fields, draftId: deleted });
    expect(await typesOf(deleted)).not.toContain('DraftSent');
    expect(await antoine.open(sent.id)).toMatchObject({ subject: fields.subject });
  });

  it('sent comes though the process was cut between the sending and the draft’s end (D7)', async () => {
    const id = await saved();
    const cut = vi
      .spyOn(product().app.get(SentDrafts, { strict: false }), 'end')
      .mockImplementation((_context, _draft, answer) => Promise.resolve(answer));
    const sent = await antoine.send({ ...fields, draftId: id });
    cut.mockRestore();
    await eventually(async () => (await typesOf(id)).includes('DraftShredded'));
    await expectNothingLeft(id);
    const [, end] = await events(id);
    expect(end).toMatchObject({
      event: { type: 'DraftSent', data: { message: sent.id } },
      metadata: { actor: null, mailbox: null },
    });
    const [sealed] = await sealedOf(sent.id);
    expect(end?.metadata.$causationId).toBe(sealed?.id);
  });

  async function sealedOf(message: string): Promise<StoredEvent[]> {
    const found: StoredEvent[] = [];
    for await (const event of product()
      .app.get<EventStore>(EVENT_STORE)
      .read(`message-${message}`, { limit: 1 })) {
      found.push(event);
    }
    return found;
  }
});
