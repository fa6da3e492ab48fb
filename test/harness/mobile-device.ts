import { createHash, randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTPayload, SignJWT } from 'jose';
import { type DeviceTokensView, type DeviceView } from '../../src/contracts/http/me.http.js';
import { expect } from 'vitest';
import { expectProblem } from './expect-problem.js';
import { type Answer, type Asked, type HttpClient } from './http-client.js';
import { expectStatus, MailClient } from './mail-client.js';

/** What a proof says otherwise than it should; undefined leaves the claim out. */
export interface ProofChanges {
  readonly claims?: JWTPayload;
  readonly header?: Readonly<Record<string, unknown>>;
  /** Another device signs. */
  readonly signer?: MobileDevice;
}

export type DeviceAlgorithm = 'ES256' | 'EdDSA';

/** The mobile application: a key pair of its own, tokens, and a proof for each call (RFC 9449). */
export class MobileDevice extends MailClient {
  tokens: DeviceTokensView = { accessToken: '', refreshToken: '', expiresIn: 0 };

  private constructor(
    origin: string,
    readonly publicKey: JWK,
    private readonly privateKey: CryptoKey,
    private readonly algorithm: DeviceAlgorithm,
  ) {
    super(origin);
  }

  /** A device that nobody has paired. */
  static async fresh(origin: string, algorithm: DeviceAlgorithm = 'ES256'): Promise<MobileDevice> {
    const { publicKey, privateKey } = await generateKeyPair(algorithm);
    return new MobileDevice(origin, await exportJWK(publicKey), privateKey, algorithm);
  }

  /** The whole way: the person shows a code, the device reads it. */
  static async paired(
    person: HttpClient,
    name = 'Téléphone',
    algorithm?: DeviceAlgorithm,
  ): Promise<MobileDevice> {
    const device = await MobileDevice.fresh(person.origin, algorithm);
    device.keepTokens(expectStatus(await device.show(await pairingOf(person), name), 201));
    if (person instanceof MailClient) device.mailbox = person.mailbox;
    return device;
  }

  /** The same device, that speaks to another process. */
  at(origin: string): MobileDevice {
    const there = new MobileDevice(origin, this.publicKey, this.privateKey, this.algorithm);
    there.tokens = this.tokens;
    return there;
  }

  /** Shows a pairing code. */
  show(pairing: string, name = 'Téléphone', publicKey: unknown = this.publicKey): Promise<Answer> {
    return super.ask('/auth/devices', { json: { pairing, name, publicKey } });
  }

  /** Shows a pairing code, with a proof that it has the key. */
  async showProved(pairing: string, changes: ProofChanges = {}): Promise<Answer> {
    const headers = { DPoP: await this.proof('POST', '/auth/devices', undefined, changes) };
    const json = { pairing, name: 'Téléphone', publicKey: this.publicKey };
    return super.ask('/auth/devices', { json, headers });
  }

  /** One call with the access token and a proof. */
  override async ask(path: string, asked: Asked = {}, changes: ProofChanges = {}): Promise<Answer> {
    const body = asked.json ?? asked.body;
    const method = asked.method ?? (body === undefined ? 'GET' : 'POST');
    const own = await this.credentials(path, method, changes);
    return super.ask(path, { ...asked, headers: { ...own, ...asked.headers } });
  }

  override async credentials(
    path: string,
    method = 'GET',
    changes: ProofChanges = {},
  ): Promise<Readonly<Record<string, string>>> {
    const { accessToken } = this.tokens;
    return {
      Authorization: `DPoP ${accessToken}`,
      DPoP: await this.proof(method, path, accessToken, changes),
    };
  }

  /** New tokens, which the device keeps. */
  async refresh(): Promise<this> {
    this.keepTokens(expectStatus(await this.askForTokens(), 200));
    return this;
  }

  async askForTokens(refreshToken = this.tokens.refreshToken, changes: ProofChanges = {}): Promise<Answer> {
    const path = '/auth/devices/token';
    const headers = { DPoP: await this.proof('POST', path, undefined, changes) };
    return super.ask(path, { json: { refreshToken }, headers });
  }

  async proof(method: string, path: string, token?: string, changes: ProofChanges = {}): Promise<string> {
    const { claims = {}, header = {}, signer = this } = changes;
    const url = new URL(path, this.origin);
    const payload = {
      htm: method,
      htu: `${url.origin}${url.pathname}`,
      iat: Math.floor(Date.now() / 1_000),
      jti: randomUUID(),
      ...(token === undefined ? {} : { ath: createHash('sha256').update(token).digest('base64url') }),
      ...claims,
    };
    return new SignJWT(payload)
      .setProtectedHeader({
        typ: 'dpop+jwt',
        alg: signer.algorithm,
        jwk: signer.publicKey,
        ...header,
      })
      .sign(signer.privateKey);
  }

  keepTokens(answer: Answer): void {
    this.tokens = answer.json as DeviceTokensView;
  }
}

/** A proof signed after all that has happened, whatever the clocks of device and service differ by. */
export async function signedSurelyLater(): Promise<ProofChanges> {
  const seconds = () => Math.floor(Date.now() / 1_000);
  const now = seconds();
  // A timer counts from when its turn of the event loop began: alone, it may end before the second does.
  while (seconds() === now) await pause(10);
  return { claims: { iat: seconds() + 30 } };
}

/** A refusal of a device, with the challenge of RFC 9449 (section 7.1). */
export function expectRefused(answer: Answer, code: string, error: string): void {
  expectProblem(answer, 401, code);
  expect(answer.headers.get('WWW-Authenticate')).toBe(`DPoP error="${error}", algs="ES256 EdDSA"`);
}

/** What the person is shown of their devices. */
export async function devicesOf(person: HttpClient): Promise<DeviceView[]> {
  return expectStatus(await person.ask('/api/v1/me/devices'), 200).json as DeviceView[];
}

/** @param device its id; all of the person's by default */
export async function removeDevices(person: HttpClient, device?: string): Promise<void> {
  for (const { id } of await devicesOf(person)) {
    if (device !== undefined && id !== device) continue;
    expectStatus(await person.ask(`/api/v1/me/devices/${id}`, { method: 'DELETE' }), 200);
  }
}

/** What the code holds that the person is shown. */
export async function pairingOf(person: HttpClient): Promise<string> {
  const answer = await person.ask('/api/v1/me/devices/pairings', { method: 'POST' });
  const { uri } = expectStatus(answer, 201).json as { uri: string };
  return new URL(uri).searchParams.get('pairing') ?? '';
}
