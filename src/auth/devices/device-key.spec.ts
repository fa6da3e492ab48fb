import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { expect, it } from 'vitest';
import { thumbprintOf } from './device-key.js';

const pair = (algorithm: string) => generateKeyPair(algorithm, { extractable: true });
const publicOf = async (algorithm: string) => exportJWK((await pair(algorithm)).publicKey);
const privateOf = async (algorithm: string) => exportJWK((await pair(algorithm)).privateKey);
const bytes = (first: number) =>
  Buffer.concat([Buffer.from([first]), Buffer.alloc(31)]).toString('base64url');
const pointOf = (x: string): JWK => ({ kty: 'OKP', crv: 'Ed25519', x });

it.each(['ES256', 'EdDSA'])(
  'a public key for %s has a thumbprint, whatever else stands in it (S12)',
  async (algorithm) => {
    const key = await publicOf(algorithm);
    const thumbprint = await thumbprintOf(key);
    expect(thumbprint).toMatch(/^[\w-]{43}$/);
    expect(await thumbprintOf({ ...key, kid: 'one', use: 'sig', alg: algorithm })).toBe(thumbprint);
    expect(await thumbprintOf(await publicOf(algorithm))).not.toBe(thumbprint);
  },
);

it.each<[string, () => unknown]>([
  ['a private key', () => privateOf('ES256')],
  ['a private Ed25519 key', () => privateOf('EdDSA')],
  ['a symmetric key', () => ({ kty: 'oct', k: 'A'.repeat(43) })],
  ['a public key that carries a symmetric one', async () => ({ ...(await publicOf('ES256')), k: 'AAAA' })],
  ['an RSA key', () => publicOf('RS256')],
  ['a key of another curve', () => publicOf('ES384')],
  ['a key of a curve for another purpose', async () => ({ ...(await publicOf('EdDSA')), crv: 'X25519' })],
  ['a point that is not on the curve', async () => ({ ...(await publicOf('ES256')), y: 'A'.repeat(43) })],
  ['a point of order one', () => pointOf(bytes(1))],
  ['a point of order four', () => pointOf(bytes(0))],
  ['a coordinate that is too short', async () => ({ ...(await publicOf('ES256')), x: 'AAAA' })],
  ['a coordinate written otherwise', async () => pointOf(`${(await publicOf('EdDSA')).x ?? ''}=`)],
  ['no key', () => null],
  ['a list', () => []],
  ['a text', () => 'key'],
])('%s is refused (S12)', async (_, make) => {
  expect(await thumbprintOf(await make())).toBeUndefined();
});
