import { beforeAll, beforeEach, expect, it } from 'vitest';
import { decodeJwt } from 'jose';
import { PublishTermsCommand } from '../../../src/accounts/publish-terms/publish-terms.command.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import {
  EVENT_STORE,
  type EventStore,
  type StoredEvent,
} from '../../../src/platform/event-store/event-store.js';
import { Metrics } from '../../../src/platform/observability/metrics.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { actingAs, personIdOf } from '../../harness/acting.js';
import { ChangeReader } from '../../harness/change-reader.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import {
  devicesOf,
  expectRefused,
  MobileDevice,
  pairingOf,
  removeDevices,
  signedSurelyLater,
} from '../../harness/mobile-device.js';
import { describeProduct } from '../../harness/product.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describeProduct('the life of a mobile device', (product) => {
  let julie: MailClient;
  let device: MobileDevice;
  const later = async (milliseconds: number) => {
    product().clock.advance(milliseconds);
    // A session ends sooner than a device.
    julie = await product().person('julie.martin');
  };
  const eventsOf = async (name: string): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = [];
    const store = product().app.get<EventStore>(EVENT_STORE);
    for await (const event of store.read(`person-${personIdOf(name)}`)) events.push(event);
    return events;
  };
  const stored = async (name: string) =>
    product().app.get<Databases>(DATABASES).database('sessions').collection(name).find({}).toArray();

  beforeAll(async () => {
    julie = await product().person('julie.martin');
  });
  beforeEach(async () => {
    await removeDevices(julie);
    device = await MobileDevice.paired(julie);
  });

  it('goes on with new tokens once its access token has ended, after five minutes (S12)', async () => {
    await later(5 * MINUTE - 1_000);
    expectStatus(await device.ask('/api/v1/me'), 200);
    await later(1_000);
    expectRefused(await device.ask('/api/v1/me'), 'token-refused', 'invalid_token');
    for (let n = 0; n < 3; n++) {
      const before = device.tokens;
      await device.refresh();
      expect(device.tokens.refreshToken).not.toBe(before.refreshToken);
      expectStatus(await device.ask('/api/v1/me'), 200);
      await later(5 * MINUTE);
    }
  });

  it('has its old access token still while the new one is on its way (S12)', async () => {
    const { tokens } = device;
    await device.refresh();
    device.tokens = tokens;
    expectStatus(await device.ask('/api/v1/me'), 200);
  });

  it('gets new tokens again where the answer was lost (S12)', async () => {
    const { refreshToken } = device.tokens;
    for (let n = 0; n < 3; n++) expectStatus(await device.askForTokens(refreshToken), 200);
    await later(DAY);
    device.keepTokens(expectStatus(await device.askForTokens(refreshToken), 200));
    expectStatus(await device.ask('/api/v1/me'), 200);
    await device.refresh();
    expectStatus(await device.ask('/api/v1/me'), 200);
  });

  it('gets tokens that all go on where two ask at the same time (S12)', async () => {
    const { refreshToken } = device.tokens;
    const answers = await Promise.all([1, 2, 3].map(() => device.askForTokens(refreshToken)));
    for (const answer of answers) {
      device.keepTokens(expectStatus(answer, 200));
      expectStatus(await device.ask('/api/v1/me'), 200);
    }
    await device.refresh();
  });

  it.each(['its access token', 'its refresh token'])(
    'ends where a refresh token comes again after its successor was used: %s (S12)',
    async (used) => {
      const { refreshToken } = device.tokens;
      await device.refresh();
      if (used === 'its access token') expectStatus(await device.ask('/api/v1/me'), 200);
      else await device.refresh();
      const again = await device.askForTokens(refreshToken, await signedSurelyLater());
      expectRefused(again, 'refresh-refused', 'invalid_grant');
      expectRefused(await device.ask('/api/v1/me'), 'token-refused', 'invalid_token');
      expectRefused(await device.askForTokens(), 'refresh-refused', 'invalid_grant');
      expect(await devicesOf(julie)).toEqual([]);
      const last = (await eventsOf('julie.martin')).at(-1);
      expect(last).toMatchObject({ type: 'DeviceRemoved', data: { reason: 'token-reused' } });
      expect(last?.metadata['actor']).toBeNull();
    },
  );

  it.each(['its access token', 'its refresh token'])(
    'goes on where its request of before arrives late, after the successor was used: %s (S12)',
    async (used) => {
      const { refreshToken } = device.tokens;
      const iat = Math.floor(Date.now() / 1_000);
      await device.refresh();
      if (used === 'its access token') expectStatus(await device.ask('/api/v1/me'), 200);
      else await device.refresh();
      // The device's clock may be half a minute fast: the last of these may have been signed before, too.
      for (const late of [iat - 60, iat, iat + 29]) {
        const answer = await device.askForTokens(refreshToken, { claims: { iat: late } });
        expectRefused(answer, 'refresh-refused', 'invalid_grant');
      }
      expectStatus(await device.ask('/api/v1/me'), 200);
      expectStatus(await (await device.refresh()).ask('/api/v1/me'), 200);
      expect(await devicesOf(julie)).toHaveLength(1);
    },
  );

  it('ends where a token of long before comes again, whenever that was signed (S12)', async () => {
    const { refreshToken } = device.tokens;
    for (let n = 0; n < 2; n++) await (await device.refresh()).ask('/api/v1/me');
    expectRefused(await device.askForTokens(refreshToken), 'refresh-refused', 'invalid_grant');
    expect(await devicesOf(julie)).toEqual([]);
  });

  it('keeps its tokens when somebody without its key shows them (S12)', async () => {
    const thief = await MobileDevice.fresh(product().url);
    const { refreshToken } = device.tokens;
    await device.refresh();
    expectStatus(await device.ask('/api/v1/me'), 200);
    for (const token of [refreshToken, device.tokens.refreshToken, device.tokens.accessToken, 'x'])
      expect((await thief.askForTokens(token)).status).toBe(401);
    const replayed = { claims: { htm: 'GET' } };
    expectRefused(await device.askForTokens(undefined, replayed), 'proof-refused', 'invalid_dpop_proof');
    expectStatus(await (await device.refresh()).ask('/api/v1/me'), 200);
  });

  it('has to be paired anew after thirty days without new tokens, and after a year (S12)', async () => {
    await later(30 * DAY - 1_000);
    await device.refresh();
    await later(30 * DAY);
    expectRefused(await device.askForTokens(), 'refresh-refused', 'invalid_grant');
    device = await MobileDevice.paired(julie, 'Toute l’année');
    for (let days = 0; days < 364; days += 28) {
      product().clock.advance(28 * DAY);
      await device.refresh();
    }
    expectStatus(await device.ask('/api/v1/me'), 200);
    await later(DAY);
    expectRefused(await device.askForTokens(), 'refresh-refused', 'invalid_grant');
    expect(await devicesOf(julie)).toEqual([]);
  });

  it('ends at its next call once it is removed; another one of the person goes on (S12)', async () => {
    const tablet = await MobileDevice.paired(julie, 'Tablette');
    const [phone, other] = await devicesOf(julie);
    expect([phone?.name, other?.name]).toEqual(['Téléphone', 'Tablette']);
    const stranger = await product().person('claire.pradel');
    const path = `/api/v1/me/devices/${phone?.id ?? ''}`;
    expectProblem(await stranger.ask(path, { method: 'DELETE' }), 404, 'not-found');
    expectStatus(await device.ask('/api/v1/me'), 200);
    const removed = expectStatus(await julie.ask(path, { method: 'DELETE' }), 200);
    expect(removed.headers.get('X-After')).toMatch(/^person-/);
    expectRefused(await device.ask('/api/v1/me'), 'token-refused', 'invalid_token');
    expectRefused(await device.askForTokens(), 'refresh-refused', 'invalid_grant');
    expectProblem(await julie.ask(path, { method: 'DELETE' }), 404, 'not-found');
    expectStatus(await tablet.ask('/api/v1/me'), 200);
    expect(await devicesOf(julie)).toMatchObject([{ name: 'Tablette' }]);
  });

  it('is told its changes until it is removed (S12)', async () => {
    const reader = await ChangeReader.open(device, device.mailbox);
    const tablet = await MobileDevice.paired(julie, 'Tablette');
    const other = await ChangeReader.open(tablet, tablet.mailbox);
    const antoine = await product().person('antoine.mennebeuf');
    const message = (await antoine.send({ to: ['julie.martin@medimail.test'] })).id;
    // Of the messages of the demonstration a reader may still be told.
    const untilTold = async (one: ChangeReader) => {
      while ((await one.next()).data?.['message'] !== message);
    };
    await untilTold(reader);
    await removeDevices(julie, (await devicesOf(julie))[0]?.id);
    expect(await reader.closed).toBe(true);
    await untilTold(other);
    other.leave();
  });

  it('shows when it was used last, to the minute (S12)', async () => {
    const used = async () => (await devicesOf(julie))[0]?.lastUsedAt;
    expect(await used()).toBeNull();
    const first = product().clock.now().toISOString();
    for (let n = 0; n < 3; n++) {
      expectStatus(await device.ask('/api/v1/me'), 200);
      expect(await used()).toBe(first);
      product().clock.advance(20_000 - 1);
    }
    product().clock.advance(3);
    expectStatus(await device.ask('/api/v1/me'), 200);
    expect(await used()).toBe(product().clock.now().toISOString());
  });

  it('shows when it was used last whatever is left of other devices (S12)', async () => {
    const grants = product().app.get<Databases>(DATABASES).database('sessions').collection('device-grants');
    const left = Array.from({ length: 200 }, (_, n) => ({
      insertOne: { document: { _id: `!${n}`, person: personIdOf('julie.martin'), lastUsedAt: '' } },
    }));
    await grants.bulkWrite(left);
    device = await MobileDevice.paired(julie, 'Tablette');
    expectStatus(await device.ask('/api/v1/me'), 200);
    expect((await devicesOf(julie)).at(-1)?.lastUsedAt).toBe(product().clock.now().toISOString());
    await grants.bulkWrite([{ deleteMany: { filter: { lastUsedAt: '' } } }]);
  });

  it('waits for its person, whose terms are pending (A2, S12)', async () => {
    const context = actingAs(personIdOf('admin'));
    const version = 'appareils';
    await product().bus.execute(new PublishTermsCommand(context, version, 'Conditions', '<p>Texte</p>'));
    expect((await device.ask('/api/v1/me')).json).toMatchObject({ pending: ['terms'] });
    for (const path of [`/api/v1/mailboxes/${device.mailbox}/folders`, '/api/v1/me/devices'])
      expectProblem(await device.ask(path), 403, 'terms-pending');
    const json = { version };
    expectStatus(await device.ask('/api/v1/me/terms-acceptances', { json }), 201);
    expectStatus(await device.call('/folders'), 200);
    expect((await eventsOf('julie.martin')).at(-1)?.metadata['device']).toBe(
      decodeJwt(device.tokens.accessToken).sub,
    );
  });

  it('leaves no name, code, key or token in any store, and in time nothing at all (S12)', async () => {
    const code = await pairingOf(julie);
    await device.ask('/api/v1/me');
    const kinds = ['device-pairings', 'device-proofs', 'device-grants'];
    const kept = JSON.stringify(await Promise.all(kinds.map(stored)));
    const logged = JSON.stringify(
      (await eventsOf('julie.martin')).map(({ data, metadata }) => [data, metadata]),
    );
    const { accessToken, refreshToken } = device.tokens;
    const secrets = [code, accessToken, refreshToken, 'Téléphone', device.publicKey.x ?? ''];
    for (const secret of secrets) expect(kept + logged).not.toContain(secret);
    expect((await stored('device-pairings')).length).toBeGreaterThan(0);
    expect((await stored('device-proofs')).length).toBeGreaterThan(0);
    const housekeeping = product().app.get(Housekeeping, { strict: false });
    await later(10 * MINUTE);
    await housekeeping.run();
    expect(await stored('device-pairings')).toEqual([]);
    expect(await stored('device-proofs')).toEqual([]);
    expect((await stored('device-grants')).length).toBeGreaterThan(0);
    await later(365 * DAY);
    await housekeeping.run();
    expect(await stored('device-grants')).toEqual([]);
  });

  it('is counted by the reason where it is refused, without anything of it', async () => {
    await device.ask('/api/v1/me', {}, { claims: { ath: 'x' } });
    const counted = await product().app.get(Metrics).registry.metrics();
    expect(counted).toMatch(/medimail_device_refused_total\{reason="proof-token-hash"\} [1-9]/);
  });
});
