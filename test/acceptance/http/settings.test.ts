import { beforeAll, expect, it } from 'vitest';
import { streams } from '../../../src/contracts/events/streams.js';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the settings of an account', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;

  beforeAll(async () => {
    [antoine, claire] = await Promise.all([
      product().person('antoine.mennebeuf'),
      product().person('claire.pradel'),
    ]);
  });

  const read = async (name: string, who = antoine) =>
    expectStatus(await who.call(`/settings/${name}`), 200).json;
  const put = (name: string, json: object) => antoine.call(`/settings/${name}`, { method: 'PUT', json });
  const errorsOf = (answer: { json: { errors: { field: string; code: string }[] } }) =>
    answer.json.errors.map(({ field, code }) => `${field} ${code}`);

  it('signatures are written, listed by name, changed and removed, made safe (S6)', async () => {
    expect(await read('signatures')).toEqual([]);
    const write = async (name: string, html: string) =>
      (
        expectStatus(await antoine.call('/settings/signatures', { json: { name, html } }), 201).json as {
          id: string;
        }
      ).id;
    const long = await write('Longue', '<p>Dr Mennebeuf<script>alert(1)</script></p>');
    const short = await write('Courte', '<p>AM</p>');
    expect(await read('signatures')).toEqual([
      { id: short, name: 'Courte', html: '<p>AM</p>' },
      { id: long, name: 'Longue', html: '<p>Dr Mennebeuf</p>' },
    ]);
    expectStatus(await put(`signatures/${long}`, { name: 'Autre', html: '<p>Dr</p>' }), 200);
    expectStatus(await antoine.call(`/settings/signatures/${short}`, { method: 'DELETE' }), 200);
    expect(await read('signatures')).toEqual([{ id: long, name: 'Autre', html: '<p>Dr</p>' }]);
    expect(await read('signatures', claire)).toEqual([]);
  });

  it('signatures that are not there, too long or nameless are refused (S6)', async () => {
    const texts = { name: 'A', html: '' };
    expectProblem(await put('signatures/none', texts), 404, 'not-found');
    expectProblem(await antoine.call('/settings/signatures/none', { method: 'DELETE' }), 404, 'not-found');
    expectProblem(await put('signatures/none', { name: ' ', html: 3 }), 400, 'invalid');
    expectProblem(await put('signatures/none', { name: 'a\u202eb', html: '' }), 400, 'invalid');
    const long = { name: 'A', html: '&'.repeat(60_000) };
    expectProblem(await antoine.call('/settings/signatures', { json: long }), 413, 'html-too-large');
  });

  it('a signature is written once for its idempotency key (S6)', async () => {
    const asked = { json: { name: 'Une fois', html: '' }, headers: { 'Idempotency-Key': 'signature-1' } };
    const first = await antoine.call('/settings/signatures', asked);
    const again = await antoine.call('/settings/signatures', asked);
    expect(again.json).toEqual(expectStatus(first, 201).json);
    expect(
      ((await read('signatures')) as { name: string }[]).filter(({ name }) => name === asked.json.name),
    ).toHaveLength(1);
  });

  it('notifications are on, to no address, until they are set (S7)', async () => {
    const on = { received: true, opened: true, deleted: true, expiring: true, failed: true };
    expect(await read('notifications')).toEqual({ address: null, ...on });
    const some = { address: 'Antoine@Cabinet.fr', ...on, opened: false };
    expectStatus(await put('notifications', some), 200);
    expect(await read('notifications')).toEqual({ ...some, address: 'antoine@cabinet.fr' });
    expectStatus(await put('notifications', { ...some, address: null }), 200);
    expect(await read('notifications')).toEqual({ ...some, address: null });
  });

  it('notifications to what is no address, or to the account itself, are refused (S7)', async () => {
    const some = { received: true, opened: true, deleted: true, expiring: true, failed: true };
    for (const address of ['antoine', 'antoine.mennebeuf@medimail.test']) {
      expectProblem(await put('notifications', { ...some, address }), 422, 'address-refused');
    }
    const missing = expectProblem(await put('notifications', { address: 3 }), 400, 'invalid');
    expect(errorsOf(missing)).toHaveLength(6);
  });

  it('the automatic reply is set, between days in Paris, and switched off (S10)', async () => {
    expect(await read('auto-reply')).toEqual({ enabled: false, text: '', from: null, to: null });
    const reply = { enabled: true, text: 'Absent jusqu’au 2 janvier.', from: '2026-12-24', to: '2027-01-02' };
    expectStatus(await put('auto-reply', reply), 200);
    expect(await read('auto-reply')).toEqual(reply);
    expectStatus(await put('auto-reply', { ...reply, enabled: false }), 200);
    expect(await read('auto-reply')).toEqual({ ...reply, enabled: false });
  });

  it('notifications go to no account: its own addresses and those of others are refused (S7, A5)', async () => {
    const before = await read('notifications');
    const correspondences = (await read('correspondences')) as { address: string }[];
    const own = ['antoine.mennebeuf@medimail.test', ...correspondences.map(({ address }) => address)];
    for (const address of [...own, ` ${own[1]?.toUpperCase()} `, 'claire.pradel@medimail.test']) {
      const answer = await put('notifications', { ...(before as object), address });
      expectProblem(answer, 422, 'address-refused');
    }
    expect(await read('notifications')).toEqual(before);
  });

  it('what another window has changed since is not overwritten where If-Match says so: 412, and nothing is lost', async () => {
    const { id } = expectStatus(
      await antoine.call('/settings/signatures', { json: { name: 'Deux fenêtres', html: '<p>0</p>' } }),
      201,
    ).json as { id: string };
    const reply = (text: string) => ({ enabled: true, text, from: null, to: null });
    const profile = { lastName: 'Mennebeuf', firstName: 'Antoine', location: { region: 'Grand Est' } };
    const kinds = { received: true, opened: true, deleted: true, expiring: true, failed: true };
    const parts: [string, object, object][] = [
      ['auto-reply', reply('Un'), reply('Deux')],
      ['notifications', { ...kinds, address: 'un@x.test' }, { ...kinds, address: 'deux@x.test' }],
      [`signatures/${id}`, { name: 'Un', html: '<p>1</p>' }, { name: 'Deux', html: '<p>2</p>' }],
      [
        'profile',
        { ...profile, activity: { profession: 'Médecin' } },
        { ...profile, activity: { profession: 'Pharmacien' } },
      ],
    ];
    for (const [name, one, two] of parts) {
      const tagOf = async () => (await antoine.call(`/settings/${name}`)).headers.get('ETag') ?? '';
      const save = (json: object, tag: string) =>
        antoine.call(`/settings/${name}`, { method: 'PUT', json, headers: { 'If-Match': tag } });
      const seen = await tagOf();
      expect(seen, name).toMatch(/^"[\w-]{22}"$/);
      expectStatus(await save(one, seen), 200);
      expectProblem(await save(two, seen), 412, 'changed');
      expectProblem(await save(two, `W/${await tagOf()}`), 412, 'changed');
      expectProblem(await save(two, 'no tag'), 400, 'invalid');
      expect(await read(name), name).toMatchObject(one);
      expectStatus(await save(two, `"other", ${await tagOf()}`), 200);
      expectStatus(await save(one, '*'), 200);
      expect(await read(name), name).toMatchObject(one);
    }
    const remove = (tag: string) =>
      antoine.call(`/settings/signatures/${id}`, { method: 'DELETE', headers: { 'If-Match': tag } });
    expectProblem(await remove('"other"'), 412, 'changed');
    const tag = (await antoine.call(`/settings/signatures/${id}`)).headers.get('ETag') ?? '';
    expectStatus(await remove(tag), 200);
    expectProblem(await remove(tag), 404, 'not-found');
    expectProblem(await antoine.call(`/settings/signatures/${id}`), 404, 'not-found');
  });

  it('what has no version is changed by no request that asks for one: 412', async () => {
    const headers = { 'If-Match': '"1"' };
    const folder = { json: { name: 'Sous condition' }, headers };
    expectProblem(await antoine.call('/folders', folder), 412, 'changed');
    const message = { to: ['claire.pradel@medimail.test'], subject: 'Sous condition', html: '' };
    expectProblem(await antoine.call('/messages', { json: message, headers }), 412, 'changed');
    expectProblem(await antoine.call('/folders/none', { method: 'DELETE', headers }), 412, 'changed');
    expectProblem(await claire.call('/folders', folder, antoine.mailbox), 412, 'changed');
    expectStatus(await antoine.call('/folders', { ...folder, headers: { 'If-Match': '*' } }), 201);
    expectStatus(await antoine.call('/folders', { headers }), 200);
  });

  it('an automatic reply that says nothing, or ends before it begins, is refused (S10)', async () => {
    const reply = { enabled: true, text: 'Absent.', from: '2026-12-24', to: '2026-12-23' };
    expect(errorsOf(expectProblem(await put('auto-reply', reply), 400, 'invalid'))).toEqual(['to order']);
    const none = { ...reply, text: '', from: '2026-02-30' };
    const errors = errorsOf(expectProblem(await put('auto-reply', none), 400, 'invalid'));
    expect(errors).toEqual(['text required', 'from day']);
    const long = { ...reply, text: 'a'.repeat(10_001) };
    expectProblem(await put('auto-reply', long), 400, 'invalid');
  });

  it('correspondences are shown with their state, where there are any (S8, S9)', async () => {
    const known = { state: 'active', since: '2026-11-23', details: '' };
    expect(await read('correspondences')).toEqual([
      { kind: 'mssante', address: expect.stringMatching(/^antoine\.mennebeuf@/), ...known },
      { kind: 'apicrypt', address: expect.stringMatching(/^antoine\.mennebeuf@/), ...known },
    ]);
    expect(await read('correspondences', claire)).toHaveLength(1);
  });

  it('the manager is shown once it is known (S11)', async () => {
    expect(await read('manager')).toEqual({ name: '', administrators: [] });
  });

  it('those of a shared account are its users’; those of others are not there (S13)', async () => {
    const shared = mailboxIdOf('secretariat.cardio');
    const asked = { json: { name: 'Secrétariat', html: '' } };
    expectStatus(await antoine.call('/settings/signatures', asked, shared), 201);
    expectProblem(await claire.call('/settings/signatures', {}, shared), 404, 'not-found');
    expectProblem(await claire.call('/settings/signatures', asked, antoine.mailbox), 404, 'not-found');
  });

  it('the signature that was chosen is recorded with the message, which is sealed as posted (S6)', async () => {
    const { id: signatureId } = expectStatus(
      await antoine.call('/settings/signatures', { json: { name: 'Choisie', html: '<p>Dr A.</p>' } }),
      201,
    ).json as { id: string };
    const to = ['claire.pradel@medimail.test'];
    const { id } = await antoine.send({ to, html: '<p>Bonjour</p>', signatureId });
    expect((await antoine.open(id)).html).toBe('<p>Bonjour</p>');
    const store = product().app.get<EventStore>(EVENT_STORE);
    for await (const event of store.read(streams.message(id), { limit: 1 })) {
      expect(event.data).toMatchObject({ signature: signatureId });
    }
    const asked = { json: { to, subject: '', html: '', signatureId: 'none' } };
    const refused = expectProblem(await antoine.call('/messages', asked), 400, 'invalid');
    expect(errorsOf(refused)).toEqual(['signatureId unknown']);
  });

  it('a draft that holds nothing but a signature is none (D7, S6)', async () => {
    const html = '<p>Dr Antoine Mennebeuf</p>';
    expectStatus(await antoine.call('/settings/signatures', { json: { name: 'Seule', html } }), 201);
    const draft = { to: [], cc: [], subject: '', html: `<p><br></p>${html}` };
    expectProblem(await antoine.call('/drafts', { json: draft }), 400, 'draft-empty');
    expectStatus(await antoine.call('/drafts', { json: { ...draft, html: `<p>Oui</p>${html}` } }), 201);
  });
});
