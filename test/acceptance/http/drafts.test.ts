import { beforeAll, describe, expect, it } from 'vitest';
import { type DraftRow, type DraftView } from '../../../src/contracts/http/drafts.http.js';
import { type Page } from '../../../src/contracts/http/messages.http.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { type Answer } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const CLAIRE = 'claire.pradel@medimail.test';

describeProduct('drafts', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
  });

  const fields = (change: object = {}) => ({
    to: [CLAIRE],
    cc: ['pas une adresse'],
    subject: 'Compte rendu',
    html: '<p>Bonjour</p><script>alert(1)</script>',
    ...change,
  });
  const post = (json: object, client = antoine) => client.call('/drafts', { json });
  const put = (id: string, json: object, headers: Record<string, string> = {}, client = antoine) => {
    product().clock.advance(1_000);
    return client.call(`/drafts/${id}`, { method: 'PUT', json, headers });
  };
  const remove = (id: string, headers: Record<string, string> = {}) =>
    antoine.call(`/drafts/${id}`, { method: 'DELETE', headers });
  const idOf = (answer: Answer) => (expectStatus(answer, 201).json as { id: string }).id;
  const saved = async (change: object = {}) => idOf(await post(fields(change)));
  const read = async (id: string) => expectStatus(await antoine.call(`/drafts/${id}`), 200).json as DraftView;
  const list = async (query = '', client = antoine) =>
    expectStatus(await client.call(`/drafts?${query}`), 200).json as Page<DraftRow>;
  const isListed = async (id: string) => (await list('limit=200')).items.some((one) => one.id === id);
  const counted = async () => (await antoine.folders()).find(({ role }) => role === 'drafts')?.total;

  describe('saving and reopening (D3)', () => {
    it('keeps every field but the attachments, and says so', async () => {
      const answer = expectStatus(await post(fields()), 201);
      expect(answer.json).toMatchObject({ attachmentsKept: false, discarded: false });
      const { id } = answer.json as { id: string };
      const draft = await antoine.call(`/drafts/${id}`);
      expect(draft.json).toEqual({
        id,
        to: [CLAIRE],
        cc: ['pas une adresse'],
        subject: 'Compte rendu',
        html: '<p>Bonjour</p>',
        savedAt: expect.any(String),
        expiresAt: expect.any(String),
        attachmentsKept: false,
      });
      expect(draft.headers.get('ETag')).toBe(answer.headers.get('ETag'));
      expect(draft.headers.get('Cache-Control')).toContain('no-store');
    });

    it('again replaces what was there', async () => {
      const id = await saved();
      const answer = expectStatus(await put(id, fields({ subject: 'Suite', to: [] })), 200);
      expect(answer.json).toMatchObject({ id, attachmentsKept: false, discarded: false });
      expect(await read(id)).toMatchObject({ subject: 'Suite', to: [], html: '<p>Bonjour</p>' });
      expect((await list('limit=1')).items[0]).toMatchObject({ id, subject: 'Suite' });
    });

    it('is in no list of messages, and counted in none of them (C3, D7)', async () => {
      await saved();
      await expect.poll(counted).toBeGreaterThan(0);
      expect(await antoine.list('folder=drafts')).toEqual({ items: [], nextCursor: null, total: 0 });
      const { items, total } = await antoine.list('limit=200');
      expect(total).toBe(items.length);
    });

    it('twice with one idempotency key is one draft', async () => {
      const total = (await list()).total ?? 0;
      const headers = { 'Idempotency-Key': 'draft-1' };
      const [one, other] = [
        await antoine.call('/drafts', { json: fields(), headers }),
        await antoine.call('/drafts', { json: fields(), headers }),
      ];
      expect(idOf(one)).toBe(idOf(other));
      expect((await list()).total).toBe(total + 1);
    });

    it('takes 255 characters of subject, 1 MiB of html and 500 recipients, and no more', async () => {
      const most = {
        subject: 'a'.repeat(255),
        html: `<p>${'a'.repeat(1024 * 1024 - 7)}</p>`,
        to: Array.from({ length: 500 }, (_, i) => `a${i}@x.fr`),
        cc: [],
      };
      const id = await saved(most);
      expect((await read(id)).html).toHaveLength(1024 * 1024);
      const twice = await saved({
        ...most,
        subject: '🩺'.repeat(255),
        to: [...most.to, ...most.to],
        cc: most.to,
      });
      expect(await read(twice)).toMatchObject({ subject: '🩺'.repeat(255), to: most.to, cc: most.to });
      expectProblem(await post({ ...most, subject: '🩺'.repeat(256) }), 400, 'invalid');
      expectProblem(await post({ ...most, subject: 'a'.repeat(256) }), 400, 'invalid');
      expectProblem(await post({ ...most, html: `${most.html}a` }), 413, 'html-too-large');
      expectProblem(await post({ ...most, cc: ['b@x.fr'] }), 400, 'invalid');
      expectProblem(await post({ ...most, to: ['a'.repeat(321)] }), 400, 'invalid');
    });
  });

  describe('two windows', () => {
    it('where one has saved since, the other is told so, and nothing is lost: 412', async () => {
      const id = await saved();
      const seen = (await antoine.call(`/drafts/${id}`)).headers.get('ETag') ?? '';
      expect(seen).toMatch(/^"\d+"$/);
      const first = expectStatus(await put(id, fields({ subject: 'Un' }), { 'If-Match': seen }), 200);
      expectProblem(await put(id, fields({ subject: 'Deux' }), { 'If-Match': seen }), 412, 'changed');
      expectProblem(await put(id, { to: [], html: '' }, { 'If-Match': seen }), 412, 'changed');
      expectProblem(await remove(id, { 'If-Match': seen }), 412, 'changed');
      expect(await read(id)).toMatchObject({ subject: 'Un' });
      const now = first.headers.get('ETag') ?? '';
      expectStatus(await put(id, fields({ subject: 'Trois' }), { 'If-Match': now }), 200);
      expectStatus(await put(id, fields({ subject: 'Quatre' })), 200);
      expect(await read(id)).toMatchObject({ subject: 'Quatre' });
    });

    it('that save at once leave one of both, whole', async () => {
      const id = await saved();
      const seen = (await antoine.call(`/drafts/${id}`)).headers.get('ETag') ?? '';
      const tries = Array.from({ length: 8 }, (_, i) =>
        put(id, fields({ subject: `Fenêtre ${i}`, html: `<p>Fenêtre ${i}</p>` }), { 'If-Match': seen }),
      );
      const answers = await Promise.all(tries);
      expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
      const { subject, html } = await read(id);
      expect(subject).toBe(`Fenêtre ${answers.findIndex(({ status }) => status === 200)}`);
      expect(html).toBe(`<p>${subject}</p>`);
    });
  });

  describe('the end of a draft (D7)', () => {
    it('comes at once when every field is emptied, not by way of « Messages supprimés »', async () => {
      const before = await counted();
      const id = await saved();
      expect(await counted()).toBe((before ?? 0) + 1);
      const empty = { to: [' '], cc: [], subject: ' ', html: '<p><br></p>' };
      const answer = expectStatus(await put(id, empty), 200);
      expect(answer.json).toMatchObject({ id, discarded: true });
      expect(answer.headers.get('ETag') ?? '').not.toMatch(/^"/);
      expect(await isListed(id)).toBe(false);
      expect(await counted()).toBe(before);
      expectProblem(await antoine.call(`/drafts/${id}`), 404, 'not-found');
      expectProblem(await put(id, fields()), 404, 'not-found');
      expect((await antoine.list('folder=deleted&limit=200')).items.some((one) => one.id === id)).toBe(false);
    });

    it('of nothing there is nothing to save', async () => {
      expectProblem(await post({ to: [], html: '<p>&nbsp;</p>' }), 400, 'draft-empty');
    });

    it('an image alone is something', async () => {
      const html = '<p><img src="data:image/png;base64,iVBORw0KGgo=" alt="" /></p>';
      expect((await read(await saved({ to: [], cc: [], subject: '', html }))).html).toContain('<img');
    });

    it('comes with its deletion', async () => {
      const id = await saved();
      expectStatus(await remove(id), 200);
      expect(await isListed(id)).toBe(false);
      expectProblem(await remove(id), 404, 'not-found');
    });

    it('comes with its sending: it leaves the list', async () => {
      const id = await saved();
      const { total } = await list();
      const sent = await antoine.send({ to: [CLAIRE], subject: 'Compte rendu', draftId: id });
      expect(await isListed(id)).toBe(false);
      expect((await list()).total).toBe((total ?? 0) - 1);
      expectProblem(await put(id, fields()), 404, 'not-found');
      expect(await claire.seeing(antoine).open(sent.id)).toMatchObject({ subject: 'Compte rendu' });
    });

    it('already come keeps no message from being sent', async () => {
      const id = await saved();
      expectStatus(await remove(id), 200);
      await antoine.send({ to: [CLAIRE], draftId: id });
      await antoine.send({ to: [CLAIRE], draftId: 'never-was' });
    });
  });

  describe('the draft of a forward (D3)', () => {
    it('brings the originals back while the message exists, and says when they are gone', async () => {
      const upload = await claire.upload('bilan.txt', Buffer.from('contenu'), 'text/plain');
      const original = await claire.send({
        to: ['antoine.mennebeuf@medimail.test'],
        attachments: [upload],
      });
      await antoine.seeing(claire).open(original.id);
      const id = await saved({ forwardOf: original.id, subject: 'TR : Bilan' });
      const originals = [expect.objectContaining({ name: 'bilan.txt', size: 7 })];
      expect(await read(id)).toMatchObject({ forwardOf: original.id, originals });
      // Saved again without a word of it, it is still a forward.
      expectStatus(await put(id, fields()), 200);
      expect(await read(id)).toMatchObject({ forwardOf: original.id, originals });
      expect((await list('limit=1')).items[0]).toMatchObject({ forwardOf: original.id });

      expectStatus(await antoine.call(`/messages/${original.id}`, { method: 'DELETE' }), 200);
      expectStatus(await antoine.call(`/messages/${original.id}?forever=true`, { method: 'DELETE' }), 200);
      const gone = await read(id);
      expect(gone).toMatchObject({ forwardOf: original.id, originalGone: true });
      expect(gone).not.toHaveProperty('originals');
    });
  });

  describe('the list (D7)', () => {
    it('is paged, newest saved first, each draft once, while others are saved', async () => {
      const rose = await product().person('rose.rouge');
      const ids: string[] = [];
      for (let i = 0; i < 5; i++) {
        product().clock.advance(1_000);
        ids.unshift(idOf(await post(fields({ subject: `B${i}` }), rose)));
      }
      const first = await list('limit=2', rose);
      expect(first.total).toBe(5);
      expect(first.items.map((one) => one.id)).toEqual(ids.slice(0, 2));
      product().clock.advance(1_000);
      await post(fields(), rose);
      const second = await list(`limit=2&cursor=${first.nextCursor ?? ''}`, rose);
      const third = await list(`limit=2&cursor=${second.nextCursor ?? ''}`, rose);
      expect([...second.items, ...third.items].map((one) => one.id)).toEqual(ids.slice(2));
      expect(third.nextCursor).toBeNull();
      expectProblem(
        await antoine.call(`/drafts?limit=2&cursor=${first.nextCursor ?? ''}`),
        400,
        'invalid-cursor',
      );
    });

    it('shows nobody else’s, and neither reads, saves, deletes nor sends them', async () => {
      const id = await saved();
      expect((await list('limit=200', claire)).items.some((one) => one.id === id)).toBe(false);
      expectProblem(await claire.call(`/drafts/${id}`), 404, 'not-found');
      expectProblem(await put(id, fields(), {}, claire), 404, 'not-found');
      expectProblem(await put(id, { to: [] }, {}, claire), 404, 'not-found');
      expectProblem(await claire.call(`/drafts/${id}`, { method: 'DELETE' }), 404, 'not-found');
      const sent = await claire.send({ to: [CLAIRE], draftId: id });
      antoine.seeing(sent);
      expect(await isListed(id)).toBe(true);
      expect(await read(id)).toMatchObject({ subject: 'Compte rendu' });
    });
  });
});
