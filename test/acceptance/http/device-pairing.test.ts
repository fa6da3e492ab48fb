import { Value } from '@sinclair/typebox/value';
import { decodeJwt } from 'jose';
import { beforeAll, expect, it } from 'vitest';
import { Sessions } from '../../../src/auth/sessions/sessions.js';
import {
  DevicePairingView,
  DeviceTokensView,
  type SessionView,
} from '../../../src/contracts/http/me.http.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import {
  devicesOf,
  expectRefused,
  MobileDevice,
  pairingOf,
  removeDevices,
} from '../../harness/mobile-device.js';
import { describeProduct } from '../../harness/product.js';

const MINUTE = 60_000;

interface Stored {
  readonly _id: string;
  readonly identity?: string;
}

describeProduct('the pairing of a mobile device', (product) => {
  describedStatuses(product);
  let julie: MailClient;
  const stored = (name: string) =>
    product().app.get<Databases>(DATABASES).database('sessions').collection<Stored>(name);
  beforeAll(async () => {
    julie = await product().person('julie.martin');
  });

  it('shows a code that holds a secret, as a URI and as a picture (S12)', async () => {
    const answer = await julie.ask('/api/v1/me/devices/pairings', { method: 'POST' });
    const { uri, qrSvg, expiresAt } = expectStatus(answer, 201).json;
    expect(Object.keys(answer.json)).toEqual(Object.keys(DevicePairingView.properties));
    const { protocol, host, searchParams } = new URL(uri);
    expect([protocol, host]).toEqual(['medimail:', 'pair']);
    expect(searchParams.get('server')).toBe(product().url.replace('[::1]', '127.0.0.1'));
    expect(searchParams.get('pairing')).toMatch(/^[\w-]{43}$/);
    expect(qrSvg).toMatch(/^<svg [^]*<\/svg>\s*$/);
    expect(Date.parse(expiresAt) - product().clock.now().getTime()).toBe(2 * MINUTE);
  });

  it.each(['ES256', 'EdDSA'] as const)(
    'lets a device with an %s key act as the person (S12)',
    async (algorithm) => {
      await removeDevices(julie);
      const device = await MobileDevice.paired(julie, ' Téléphone de Julie ', algorithm);
      expect(Value.Check(DeviceTokensView, device.tokens)).toBe(true);
      expect(device.tokens.expiresIn).toBe(300);
      const me = expectStatus(await device.ask('/api/v1/me'), 200).json;
      expect(me).toEqual((await julie.ask('/api/v1/me')).json);
      expect((await device.list('folder=inbox')).items).toEqual((await julie.list('folder=inbox')).items);
      expect(await devicesOf(julie)).toMatchObject([{ name: 'Téléphone de Julie' }]);
    },
  );

  it('takes a code once (S12)', async () => {
    const code = await pairingOf(julie);
    const device = await MobileDevice.fresh(product().url);
    expectStatus(await device.show(code), 201);
    expectRefused(await device.show(code), 'pairing-refused', 'invalid_grant');
    const other = await MobileDevice.fresh(product().url);
    expectRefused(await other.show(code), 'pairing-refused', 'invalid_grant');
  });

  it('takes a code once, of ten devices that show it at the same time (S12)', async () => {
    await removeDevices(julie);
    const code = await pairingOf(julie);
    const devices = await Promise.all(Array.from({ length: 10 }, () => MobileDevice.fresh(product().url)));
    const answers = await Promise.all(devices.map((device) => device.show(code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.every(({ status }) => [201, 401, 429].includes(status))).toBe(true);
    expect(await devicesOf(julie)).toHaveLength(1);
  });

  it('takes no code of over two minutes, and none that another took the place of (S12)', async () => {
    const device = await MobileDevice.fresh(product().url);
    const before = await pairingOf(julie);
    const old = await pairingOf(julie);
    expectRefused(await device.show(before), 'pairing-refused', 'invalid_grant');
    product().clock.advance(2 * MINUTE);
    expectRefused(await device.show(old), 'pairing-refused', 'invalid_grant');
    const good = await pairingOf(julie);
    product().clock.advance(2 * MINUTE - 1);
    expectStatus(await device.show(good), 201);
  });

  it.each<[string, (shown: { client: MailClient; id: string }) => Promise<unknown>]>([
    ['by its logout', ({ client }) => client.ask('/auth/logout', { method: 'POST' })],
    ['by another session', ({ id }) => julie.ask(`/api/v1/me/sessions/${id}`, { method: 'DELETE' })],
    [
      'by the portal',
      async ({ id }) => {
        const identity = (await stored('sessions').findOne({ id }))?.identity ?? '';
        await product().app.get(Sessions, { strict: false }).endOfPortal({ identity });
        julie = await product().person('julie.martin');
      },
    ],
  ])('takes no code of a session that has ended %s (S12)', async (_, end) => {
    const client = await product().person('julie.martin');
    const sessions = (await client.ask('/api/v1/me/sessions')).json as SessionView[];
    const code = await pairingOf(client);
    await end({ client, id: sessions.find(({ current }) => current)?.id ?? '' });
    const device = await MobileDevice.fresh(product().url);
    expectRefused(await device.show(code), 'pairing-refused', 'invalid_grant');
    expectStatus(await device.show(await pairingOf(julie)), 201);
  });

  it('tells everything that is wrong at once, and leaves the code good (S12)', async () => {
    const code = await pairingOf(julie);
    const device = await MobileDevice.fresh(product().url);
    const answer = expectProblem(await device.show(code, '  ', { kty: 'oct', k: 'AAAA' }), 400, 'invalid');
    const fields = answer.json.errors.map((error: { field: string }) => error.field);
    expect(fields.sort()).toEqual(['name', 'publicKey']);
    expectProblem(await device.show(code, 'x'.repeat(81)), 400, 'invalid');
    expectStatus(await device.show(code), 201);
  });

  it('checks a proof where one comes along: it must be of the same key (S12)', async () => {
    const code = await pairingOf(julie);
    const device = await MobileDevice.fresh(product().url);
    const other = await MobileDevice.fresh(product().url);
    const refused = await device.showProved(code, { signer: other });
    expectRefused(refused, 'proof-refused', 'invalid_dpop_proof');
    expectStatus(await device.showProved(code), 201);
  });

  it('keeps nothing of proofs that come with wrong codes, however many (S12)', async () => {
    const proofs = stored('device-proofs');
    const before = await proofs.countDocuments({});
    const anybody = await MobileDevice.fresh(product().url);
    const statuses = await Promise.all(
      Array.from({ length: 40 }, async () => (await anybody.showProved('x'.repeat(43))).status),
    );
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(await proofs.countDocuments({})).toBe(before);
    expectStatus(await anybody.showProved(await pairingOf(julie)), 201);
    expect(await proofs.countDocuments({})).toBe(before + 1);
  });

  it('makes the same key another device, and ends the one before (S12)', async () => {
    await removeDevices(julie);
    const device = await MobileDevice.paired(julie, 'Avant');
    const { tokens } = device;
    device.keepTokens(expectStatus(await device.show(await pairingOf(julie), 'Après'), 201));
    expectStatus(await device.ask('/api/v1/me'), 200);
    expect((await devicesOf(julie)).map(({ name }) => name)).toEqual(['Après']);
    const [before, after] = [tokens, device.tokens].map(
      ({ accessToken }) => decodeJwt(accessToken).sub ?? '',
    );
    expect(await stored('device-grants').findOne({ _id: before })).toBeNull();
    expect(await stored('device-grants').findOne({ _id: after })).not.toBeNull();
    device.tokens = tokens;
    expectRefused(await device.ask('/api/v1/me'), 'token-refused', 'invalid_token');
  });

  it('allows a person ten devices: too-many-devices', async () => {
    await removeDevices(julie);
    for (let n = 0; n < 10; n++) await MobileDevice.paired(julie, `Appareil ${n}`);
    const path = '/api/v1/me/devices/pairings';
    expectProblem(await julie.ask(path, { method: 'POST' }), 409, 'too-many-devices');
    await removeDevices(julie, (await devicesOf(julie))[0]?.id);
    await MobileDevice.paired(julie, 'Le dixième');
    await removeDevices(julie);
  });

  it('is refused for a while after thirty wrong codes in a minute; a right one is taken all the same (S12)', async () => {
    const device = await MobileDevice.fresh(product().url);
    const wrong = () => device.show('x'.repeat(43));
    await Promise.all(Array.from({ length: 30 }, wrong));
    const last = expectProblem(await wrong(), 429, 'too-many-requests');
    expect(Number(last.headers.get('Retry-After'))).toBeGreaterThan(0);
    expectStatus(await device.show(await pairingOf(julie)), 201);
  });
});
