import { beforeAll, expect, it } from 'vitest';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { personIdOf } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { HttpClient } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import {
  devicesOf,
  expectRefused,
  MobileDevice,
  type ProofChanges,
  removeDevices,
} from '../../harness/mobile-device.js';
import { describeProduct } from '../../harness/product.js';

const nowS = () => Math.floor(Date.now() / 1_000);

describeProduct('a call of a mobile device', (product) => {
  describedStatuses(product);
  let julie: MailClient;
  let device: MobileDevice;
  let other: MobileDevice;
  let unknown: MobileDevice;
  beforeAll(async () => {
    julie = await product().person('julie.martin');
    await removeDevices(julie);
    device = await MobileDevice.paired(julie);
    other = await MobileDevice.paired(julie, 'Tablette', 'EdDSA');
    unknown = await MobileDevice.fresh(product().url);
  });

  const counted = async (flaw: string): Promise<number> => {
    const counter = product().app.get(Metrics).registry.getSingleMetric('medimail_device_refused_total');
    const { values } = (await counter?.get()) ?? { values: [] };
    return values.find(({ labels }) => labels['reason'] === `proof-${flaw}`)?.value ?? 0;
  };

  it.each<[string, string, () => ProofChanges]>([
    ['for another method', 'method', () => ({ claims: { htm: 'POST' } })],
    ['for another path', 'url', () => ({ claims: { htu: `${product().url}/api/v1/me/devices` } })],
    ['for another host', 'url', () => ({ claims: { htu: 'https://medimail.example/api/v1/me' } })],
    ['without a URL', 'malformed', () => ({ claims: { htu: undefined } })],
    ['with a text for a URL', 'url', () => ({ claims: { htu: '/api/v1/me' } })],
    ['of five minutes ago', 'time', () => ({ claims: { iat: nowS() - 300 } })],
    ['of five minutes from now', 'time', () => ({ claims: { iat: nowS() + 300 } })],
    ['without a time', 'malformed', () => ({ claims: { iat: undefined } })],
    ['without an id', 'malformed', () => ({ claims: { jti: undefined } })],
    ['with an id without end', 'malformed', () => ({ claims: { jti: 'x'.repeat(201) } })],
    ['without the hash of the token', 'token-hash', () => ({ claims: { ath: undefined } })],
    ['with the hash of another token', 'token-hash', () => ({ claims: { ath: 'A'.repeat(43) } })],
    ['with another type', 'malformed', () => ({ header: { typ: 'JWT' } })],
    ['with the key of another device', 'key', () => ({ signer: other })],
    ['signed with another key than its own', 'signature', () => ({ header: { jwk: unknown.publicKey } })],
    ['without a key', 'malformed', () => ({ header: { jwk: undefined } })],
  ])('with a proof %s is refused by its %s (S12)', async (_, flaw, changes) => {
    const before = await counted(flaw);
    const answer = await device.ask('/api/v1/me', {}, changes());
    expectRefused(answer, 'proof-refused', 'invalid_dpop_proof');
    expect(await counted(flaw)).toBe(before + 1);
  });

  it('whose proof has come before is refused (S12)', async () => {
    const DPoP = await device.proof('GET', '/api/v1/me', device.tokens.accessToken);
    expectStatus(await device.ask('/api/v1/me', { headers: { DPoP } }), 200);
    const again = await device.ask('/api/v1/me', { headers: { DPoP } });
    expectRefused(again, 'proof-refused', 'invalid_dpop_proof');
  });

  it('with two proofs, or none, is refused (S12)', async () => {
    const proof = () => device.proof('GET', '/api/v1/me', device.tokens.accessToken);
    const two = `${await proof()}, ${await proof()}`;
    expectRefused(
      await device.ask('/api/v1/me', { headers: { DPoP: two } }),
      'proof-refused',
      'invalid_dpop_proof',
    );
    const headers = { Authorization: `DPoP ${device.tokens.accessToken}` };
    const none = await new HttpClient(product().url).ask('/api/v1/me', { headers });
    expectRefused(none, 'proof-refused', 'invalid_dpop_proof');
  });

  it.each<[string, () => string]>([
    ['no token', () => ''],
    ['a made-up token', () => 'a.b.c'],
    ['the refresh token', () => device.tokens.refreshToken],
    ['a token that somebody altered', () => `${device.tokens.accessToken.slice(0, -2)}AA`],
    [
      'a token with nothing but a payload',
      () => `${device.tokens.accessToken.split('.').slice(0, 2).join('.')}.`,
    ],
  ])('with %s is refused (S12)', async (_, token) => {
    const headers = { Authorization: `DPoP ${token()}` };
    expectRefused(await device.ask('/api/v1/me', { headers }), 'token-refused', 'invalid_token');
  });

  it('with the token of another device is refused: it is worth nothing without its key (S12)', async () => {
    const stolen = await MobileDevice.fresh(product().url);
    stolen.tokens = device.tokens;
    expectRefused(await stolen.ask('/api/v1/me'), 'proof-refused', 'invalid_dpop_proof');
  });

  it('with its token as a bearer token is nobody’s (S12)', async () => {
    const headers = { Authorization: `Bearer ${device.tokens.accessToken}` };
    expectProblem(await device.ask('/api/v1/me', { headers }), 401, 'no-session');
  });

  it('is proved whatever its query (S12)', async () => {
    expect((await device.list('folder=inbox&search=mot')).items).toEqual([]);
  });

  it('that carries a session too is refused: two-callers (S12)', async () => {
    const cookie = `medimail=${julie.cookie('medimail') ?? ''}`;
    const both = await device.ask('/api/v1/me', { headers: { Cookie: cookie } });
    expectProblem(both, 400, 'two-callers');
  });

  it('is not judged by where a browser says it comes from; one with a cookie is (S12)', async () => {
    const path = '/api/v1/me/default-account';
    const asked = { method: 'PUT', json: { account: null } };
    const headers = { Origin: 'https://application.example', 'Sec-Fetch-Site': 'cross-site' };
    expectStatus(await device.ask(path, { ...asked, headers }), 200);
    const forged = { ...asked, headers: { ...headers, DPoP: 'x' } };
    expectProblem(await julie.ask(path, forged), 403, 'cross-site');
  });

  it('is told beside the event, with the person (G1, S12)', async () => {
    const [{ id } = { id: '' }] = await devicesOf(julie);
    expectStatus(
      await device.ask('/api/v1/me/default-account', { method: 'PUT', json: { account: null } }),
      200,
    );
    const sent = await device.send({ to: ['claire.pradel@medimail.test'] });
    for await (const { metadata } of product().app.get<EventStore>(EVENT_STORE).read(sent.stream))
      expect(metadata).toMatchObject({ actor: personIdOf('julie.martin'), device: id });
  });

  it('may not touch the ways in to the account, nor administer (S12)', async () => {
    for (const path of ['devices', 'sessions', 'cards'])
      expectProblem(await device.ask(`/api/v1/me/${path}`), 403, 'not-by-device');
    expectProblem(await device.ask('/api/v1/me/devices/pairings', { method: 'POST' }), 403, 'not-by-device');
    const admin = await product().person('admin');
    const json = { version: 'x', title: 'x', html: '<p>x</p>' };
    expectProblem(
      await (await MobileDevice.paired(admin)).ask('/api/v1/admin/terms', { json }),
      404,
      'not-found',
    );
  });
});
