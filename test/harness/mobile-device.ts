import { createHash, randomUUID } from 'node:crypto';
import {
  calculateJwkThumbprint,
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTPayload,
  SignJWT,
} from 'jose';
import { type DeviceTokensView } from '../../src/contracts/http/me.http.js';
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
    person: MailClient,
    name = 'Téléphone',
    algorithm?: DeviceAlgorithm,
  ): Promise<MobileDevice> {
    const device = await MobileDevice.fresh(person.origin, algorithm);
    device.keepTokens(expectStatus(await device.show(await pairingOf(person), name), 201));
    device.mailbox = person.mailbox;
    return device;
  }

  /** Shows a pairing code. */
  show(pairing: string, name = 'Téléphone', publicKey: unknown = this.publicKey): Promise<Answer> {
    return super.ask('/auth/devices', { json: { pairing, name, publicKey } });
  }

  /** One call with the access token and a proof. */
  override async ask(path: string, asked: Asked = {}, changes: ProofChanges = {}): Promise<Answer> {
    const body = asked.json ?? asked.body;
    const method = asked.method ?? (body === undefined ? 'GET' : 'POST');
    const { accessToken } = this.tokens;
    const headers = {
      Authorization: `DPoP ${accessToken}`,
      DPoP: await this.proof(method, path, accessToken, changes),
      ...asked.headers,
    };
    return super.ask(path, { ...asked, headers });
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

  get thumbprint(): Promise<string> {
    return calculateJwkThumbprint(this.publicKey);
  }

  keepTokens(answer: Answer): void {
    this.tokens = answer.json as DeviceTokensView;
  }
}

/** What the code holds that the person is shown. */
export async function pairingOf(person: HttpClient): Promise<string> {
  const answer = await person.ask('/api/v1/me/devices/pairings', { method: 'POST' });
  const { uri } = expectStatus(answer, 201).json as { uri: string };
  return new URL(uri).searchParams.get('pairing') ?? '';
}
