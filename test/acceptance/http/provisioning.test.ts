import { beforeAll, expect, it } from 'vitest';
import { ChangeReader } from '../../harness/change-reader.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { describeProduct } from '../../harness/product.js';

const SECRETARIAT = mailboxIdOf('secretariat.cardio');

describeProduct('what an administrator provisions', (product) => {
  describedStatuses(product);
  let admin: MailClient;
  beforeAll(async () => {
    admin = await product().person('admin');
  }, 60_000);

  const post = (path: string, json: unknown, headers = {}) =>
    admin.ask(`/api/v1/admin${path}`, { json, headers });
  const put = (path: string, json: unknown) => admin.ask(`/api/v1/admin${path}`, { method: 'PUT', json });

  const doctor = {
    address: 'Nadia.Neuve@medimail.test',
    type: 'MED',
    lastName: 'Neuve',
    firstName: 'Nadia',
    idType: 'RPPS',
    idNumber: '899 0000 0777',
    notifyAddress: 'nadia@courriel.test',
  };

  it('makes an account that messages reach, once (X4)', async () => {
    const created = expectStatus(await post('/accounts', doctor, { 'Idempotency-Key': 'one' }), 201);
    expect(expectStatus(await post('/accounts', doctor, { 'Idempotency-Key': 'one' }), 201).json).toEqual(
      created.json,
    );
    expect((await post('/accounts', doctor)).json).toMatchObject({ status: 409 });
    const antoine = await product().person('antoine.mennebeuf');
    await antoine.send({ to: ['nadia.neuve@medimail.test'] });
    const codes = await post(`/accounts/${created.json.id as string}/association-codes`, {});
    expect(codes.status).toBe(201);
  });

  it('says everything that is wrong with an account, at once (X4)', async () => {
    const wrong = { ...doctor, address: 'x', firstName: ' ', idNumber: '12', notifyAddress: 'y' };
    const answer = await post('/accounts', wrong);
    expect(answer.status).toBe(400);
    const fields = (answer.json.errors as { field: string }[]).map(({ field }) => field);
    expect(fields.sort()).toEqual(['address', 'firstName', 'idNumber', 'notifyAddress']);
  });

  it('tells no other account of what arrives (X4, A5)', async () => {
    const notifyAddress = 'claire.pradel@medimail.test';
    const asked = { ...doctor, address: 'notifie@medimail.test', idNumber: '89900000779', notifyAddress };
    const refused = await post('/accounts', asked);
    expect([refused.status, refused.json.errors]).toMatchObject([
      422,
      [{ field: 'notifyAddress', code: 'account' }],
    ]);
    expectStatus(await post('/accounts', { ...asked, notifyAddress: 'notifie@courriel.test' }), 201);
  });

  it('keeps one national id to one account, and writes nothing where it is taken (X4)', async () => {
    const other = { ...doctor, address: 'autre@medimail.test' };
    expect((await post('/accounts', other)).json).toMatchObject({ status: 409 });
    // The address stayed free.
    expectStatus(await post('/accounts', { ...other, idNumber: '89900000778' }), 201);
  });

  it('grants and withdraws, which counts from the next request, and the users are told (S13)', async () => {
    const claire = await product().person('claire.pradel');
    const julie = await product().person('julie.martin');
    const users = `/api/v1/mailboxes/${SECRETARIAT}/users`;
    expect((await claire.ask(users)).status).toBe(404);
    const changes = await ChangeReader.open(julie, SECRETARIAT);
    const granted = expectStatus(
      await post(`/accounts/${SECRETARIAT}/grants`, { address: 'claire.pradel@medimail.test' }),
      201,
    );
    expect(await changes.changes(1)).toEqual([{ folder: null, message: null, kind: 'changed' }]);
    const told = { name: 'Claire Pradel', at: product().clock.now().toISOString() };
    const notices = async (who: MailClient) =>
      expectStatus(await who.ask(`/api/v1/mailboxes/${SECRETARIAT}/notices`), 200).json as object[];
    const arrival = {
      ...told,
      id: expect.stringMatching(/./),
      type: 'access-granted',
      text: 'Claire Pradel peut utiliser ce compte depuis le 23/11/2026 à 10:00.',
    };
    expect((await notices(julie))[0]).toEqual(arrival);
    expect((await julie.ask(users)).json).toContainEqual({
      grant: granted.json.id as string,
      address: 'claire.pradel@medimail.test',
      name: 'Claire Pradel',
    });
    expect((await claire.ask(users)).status).toBe(200);
    const claires = await ChangeReader.open(claire, SECRETARIAT);
    const gone = `/api/v1/admin/accounts/${SECRETARIAT}/grants/${granted.json.id as string}`;
    expectStatus(await admin.ask(gone, { method: 'DELETE' }), 200);
    expect((await claire.ask(users)).status).toBe(404);
    expect(await claires.closed).toBe(true);
    expect(await changes.changes(1)).toEqual([{ folder: null, message: null, kind: 'changed' }]);
    const departure = {
      ...arrival,
      type: 'access-withdrawn',
      text: 'Claire Pradel ne peut plus utiliser ce compte depuis le 23/11/2026 à 10:00.',
    };
    expect((await notices(julie)).slice(0, 2)).toEqual([departure, arrival]);
    expect((await claire.ask(`/api/v1/mailboxes/${SECRETARIAT}/notices`)).status).toBe(404);
    expect((await admin.ask(gone, { method: 'DELETE' })).status).toBe(404);
    changes.leave();
  });

  it('shows administrators the grants of an account, whoever gave them (S13, X4)', async () => {
    const listed = async () =>
      expectStatus(await admin.ask(`/api/v1/admin/accounts/${SECRETARIAT}/grants`), 200).json as unknown as {
        grant: string;
        address: string;
      }[];
    const julies = (await listed()).find(({ address }) => address === 'julie.martin@medimail.test');
    const grant = `/api/v1/admin/accounts/${SECRETARIAT}/grants/${julies?.grant ?? ''}`;
    expectStatus(await admin.ask(grant, { method: 'DELETE' }), 200);
    expect((await listed()).map(({ address }) => address)).not.toContain('julie.martin@medimail.test');
    expectStatus(
      await post(`/accounts/${SECRETARIAT}/grants`, { address: 'julie.martin@medimail.test' }),
      201,
    );
    const own = `/api/v1/admin/accounts/${mailboxIdOf('claire.pradel')}/grants`;
    expect(expectStatus(await admin.ask(own), 200).json).toEqual([]);
    expectProblem(await admin.ask('/api/v1/admin/accounts/nobody/grants'), 404, 'not-found');
  });

  it('refuses to share one’s own account, or with what is no person (S13)', async () => {
    const own = await post(`/accounts/${mailboxIdOf('claire.pradel')}/grants`, {
      address: 'julie.martin@medimail.test',
    });
    expect(own.json).toMatchObject({ status: 409 });
    const lab = await post(`/accounts/${SECRETARIAT}/grants`, { address: 'labo.bio@medimail.test' });
    expect(lab.json).toMatchObject({ status: 422 });
  });

  it('sets a correspondence, which messages then reach, and the manager (X4)', async () => {
    const correspondences = [
      {
        kind: 'mssante',
        address: 'cardio@demo.mssante.test',
        state: 'active',
        since: '2026-01-02',
        details: 'BAL',
      },
    ];
    const path = `/accounts/${SECRETARIAT}/correspondences`;
    const first = expectStatus(await put(path, { correspondences }), 200);
    expect(expectStatus(await put(path, { correspondences }), 200).json).toEqual(first.json);
    expect((await put(path, { correspondences: [{ kind: 'fax', address: 'x' }] })).status).toBe(400);
    const notified = { address: 'cardio@courriel.test', received: true, opened: true, deleted: true };
    const antoine = await product().person('antoine.mennebeuf');
    const json = { ...notified, expiring: true, failed: true };
    expectStatus(await antoine.call('/settings/notifications', { method: 'PUT', json }, SECRETARIAT), 200);
    const there = { correspondences: [{ kind: 'apicrypt', address: notified.address }] };
    expect((await put(path, there)).status).toBe(422);
    const taken = { kind: 'apicrypt', address: 'antoine.mennebeuf@demo.apicrypt.test' };
    const moved = { kind: 'mssante', address: 'autre@demo.mssante.test' };
    expectProblem(await put(path, { correspondences: [moved, taken] }), 409, 'address-taken');
    const malformed = [
      { kind: 'mssante', address: 'a' },
      { kind: 'apicrypt', address: 'b' },
    ];
    for (const [asked, status, code] of [
      [malformed, 422, 'malformed'],
      [[{ ...taken, kind: 'mssante' }, taken], 409, 'address-taken'],
    ] as const) {
      const refused = await put(path, { correspondences: asked });
      expect(refused.status).toBe(status);
      expect(
        (refused.json.errors as { field: string; code: string }[]).map((one) => `${one.field} ${one.code}`),
      ).toEqual([0, 1].map((place) => `correspondences.${place}.address ${code}`));
    }
    const kept = (await antoine.call('/settings/correspondences', {}, SECRETARIAT)).json as unknown[];
    expect(kept).toEqual([expect.objectContaining({ address: 'cardio@demo.mssante.test' })]);
    await antoine.send({ to: ['cardio@demo.mssante.test'] });
    const manager = { name: 'GCS', administrators: [{ name: 'Ana', email: 'ana@gcs.test', phone: '01' }] };
    const noMail = { ...manager, administrators: [{ name: 'Ana', email: 'pas un mail', phone: '' }] };
    const wrong = expectProblem(await put(`/accounts/${SECRETARIAT}/manager`, noMail), 400, 'invalid').json;
    expect(wrong.errors).toMatchObject([{ field: 'administrators.0.email', code: 'email' }]);
    const set = expectStatus(await put(`/accounts/${SECRETARIAT}/manager`, manager), 200);
    expect(expectStatus(await put(`/accounts/${SECRETARIAT}/manager`, manager), 200).json).toEqual(set.json);
    expect((await put('/accounts/nobody/manager', manager)).status).toBe(404);
  });

  it('takes a correspondence away, or sets another: its address is another account’s from then on (X4)', async () => {
    const [claire, julie] = [mailboxIdOf('claire.pradel'), mailboxIdOf('julie.martin')];
    const address = 'partage@demo.apicrypt.test';
    const set = (account: string, to = address) =>
      put(`/accounts/${account}/correspondences`, { correspondences: [{ kind: 'apicrypt', address: to }] });
    const remove = (account: string, kind = 'apicrypt') =>
      admin.ask(`/api/v1/admin/accounts/${account}/correspondences/${kind}`, { method: 'DELETE' });
    const antoine = await product().person('antoine.mennebeuf');
    const message = { to: [address], cc: [], subject: 'Objet', html: '', attachments: [] };
    const reached = async () => {
      const sent = await antoine.send({ to: [address] });
      const who = ['claire.pradel', 'julie.martin'].map(async (name) => {
        const person = (await product().person(name)).seeing(sent);
        const { status } = await person.call(`/messages/${sent.id}/open`, { method: 'POST' });
        return status === 200 ? [person.mailbox] : [];
      });
      return (await Promise.all(who)).flat();
    };

    expectStatus(await set(claire), 200);
    expectProblem(await set(julie), 409, 'address-taken');
    expect(await reached()).toEqual([claire]);
    const removed = expectStatus(await remove(claire), 200);
    expect(removed.json).toMatchObject({ id: claire });
    expectProblem(await remove(claire), 404, 'not-found');
    expectProblem(await remove(claire, 'fax'), 404, 'not-found');
    expectProblem(await remove('nobody'), 404, 'not-found');
    expect((await antoine.call('/messages', { json: message })).status).toBe(422);
    expectStatus(await set(julie), 200);
    expect(await reached()).toEqual([julie]);

    expectProblem(await set(claire), 409, 'address-taken');
    expectStatus(await set(julie, 'julie@demo.apicrypt.test'), 200);
    expectStatus(await set(claire), 200);
    expect(await reached()).toEqual([claire]);
    expectProblem(await set(julie), 409, 'address-taken');
    // Its own address nobody gives up.
    expectProblem(await set(claire, 'julie.martin@medimail.test'), 409, 'address-taken');
  });

  it('makes an account under an address that another has no longer (X4)', async () => {
    const path = `/accounts/${mailboxIdOf('julie.martin')}/correspondences`;
    const set = (address: string) => put(path, { correspondences: [{ kind: 'mssante', address }] });
    const asked = { ...doctor, address: 'typo@medimail.test', idNumber: '89900000780', notifyAddress: '' };
    expectStatus(await set(asked.address), 200);
    expectProblem(await post('/accounts', asked), 409, 'address-taken');
    expectStatus(await set('julie@demo.mssante.test'), 200);
    expectStatus(await post('/accounts', asked), 201);
    expectProblem(await set(asked.address), 409, 'address-taken');
  });

  it('publishes terms, which everybody is asked for again at once (A2, X4)', async () => {
    const rose = await product().person('rose.rouge');
    expect((await rose.call('/folders')).status).toBe(200);
    const terms = { version: '2027-01', title: 'CGU', html: '<p>Nouvelles</p><script>x</script>' };
    expectStatus(await post('/terms', terms), 201);
    expect((await rose.call('/folders')).json).toMatchObject({ status: 403 });
    const current = (await rose.ask('/api/v1/terms/current')).json;
    expect(current).toMatchObject({ version: '2027-01', html: '<p>Nouvelles</p>' });
    expect((await post('/terms', { ...terms, html: '<p>Autres</p>' })).status).toBe(403);
  });
});
