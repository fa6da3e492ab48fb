import canonicalize from 'canonicalize';
import { calculateJwkThumbprint, exportJWK, generateKeyPair } from 'jose';
import sodium from 'sodium-native';
import { type Databases, type Document, type Documents } from '../documents/documents.js';
import { type Clock } from '../time/clock.js';
import { eraseSecret } from './aead.js';
import { insertIfAbsent } from './key-record.js';
import { KEY_CACHE_MS } from './key-cache.js';
import { type MasterKeys, type WrappedSecret } from './master-key.js';
import { type Seal, type Sealer, type SealPayload } from './seal.js';

/** A sealing key: collection `sealing-keys` of database `content`. The newest signs; none is ever removed. */
export interface SealingKeyRecord extends Document, WrappedSecret {
  /** The public key (RFC 8037) with its `kid`, which is its RFC 7638 thumbprint. */
  readonly publicKey: Readonly<Record<string, string>>;
  /** ISO 8601 instant. */
  readonly createdAt: string;
}

export interface SealingParts {
  readonly databases: Databases;
  readonly master: MasterKeys;
  readonly clock: Clock;
}

interface SigningKey {
  readonly kid: string;
  /** Of every JWS by this key: base64url. */
  readonly header: string;
  /** As libsodium has it: seed ‖ public key. */
  readonly secret: Buffer;
}

export function sealingKeyRecords(databases: Databases): Documents<SealingKeyRecord> {
  return databases.database('content').collection<SealingKeyRecord>('sealing-keys');
}

/** The {@link Sealer} with Ed25519 keys that are kept wrapped by the master key. The first use makes the first key. */
export class StoredSealer implements Sealer {
  private current: Promise<SigningKey> | undefined;
  private loadedAt = 0;

  constructor(private readonly parts: SealingParts) {}

  async sign(payload: SealPayload): Promise<Seal> {
    const { kid, header, secret } = await this.signingKey();
    const text = canonicalize(payload);
    if (text === undefined) throw new TypeError('there is nothing to sign');
    // At once: the way to a thread of the pool and back costs more than the signature.
    const input = `${header}.${Buffer.from(text).toString('base64url')}`;
    const signature = Buffer.allocUnsafe(sodium.crypto_sign_BYTES);
    sodium.crypto_sign_detached(signature, Buffer.from(input), secret);
    return { kid, jws: `${input}.${signature.toString('base64url')}` };
  }

  async jwks(): Promise<{ readonly keys: readonly Record<string, unknown>[] }> {
    await this.signingKey();
    const records = await sealingKeyRecords(this.parts.databases)
      .find({}, { sort: { createdAt: -1 }, projection: { publicKey: 1 } })
      .toArray();
    return { keys: records.map(({ publicKey }) => publicKey) };
  }

  /** Loaded by one of all who ask at once, and again after the time that an unwrapped key may live. */
  private async signingKey(): Promise<SigningKey> {
    const now = this.parts.clock.now().getTime();
    const age = now - this.loadedAt;
    if (this.current === undefined || age < 0 || age >= KEY_CACHE_MS) {
      this.loadedAt = now;
      this.current = this.load();
    }
    const current = this.current;
    try {
      return await current;
    } catch (error) {
      if (this.current === current) this.current = undefined;
      throw error;
    }
  }

  private async load(): Promise<SigningKey> {
    const record = (await newest(this.parts.databases)) ?? (await rotateSealingKey(this.parts));
    const seed = this.parts.master.unwrap(record._id, record);
    const secret = Buffer.allocUnsafeSlow(sodium.crypto_sign_SECRETKEYBYTES);
    sodium.crypto_sign_seed_keypair(Buffer.alloc(sodium.crypto_sign_PUBLICKEYBYTES), secret, seed);
    eraseSecret(seed);
    const kid = record.publicKey['kid'] ?? '';
    const header = Buffer.from(JSON.stringify({ alg: 'EdDSA', kid })).toString('base64url');
    return { kid, header, secret };
  }
}

/**
 * Makes a new sealing key, which every process signs with within a minute. What the old ones have signed still
 * verifies: their public keys stay in the key set.
 */
export async function rotateSealingKey({
  databases,
  master,
  clock,
}: SealingParts): Promise<SealingKeyRecord> {
  const pair = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
  const { d = '', x = '' } = await exportJWK(pair.privateKey);
  const kid = await calculateJwkThumbprint({ kty: 'OKP', crv: 'Ed25519', x });
  const last = await newest(databases);
  // Later than every other, though this machine's clock be behind the one that made the last.
  const created = Math.max(clock.now().getTime(), last === null ? 0 : Date.parse(last.createdAt) + 1);
  const name = `sealing:${kid}`;
  const publicKey = { kty: 'OKP', crv: 'Ed25519', x, kid, alg: 'EdDSA', use: 'sig' };
  const createdAt = new Date(created).toISOString();
  return await master.wrap(name, Buffer.from(d, 'base64url'), async (wrapped) => {
    const record: SealingKeyRecord = { _id: name, ...wrapped, publicKey, createdAt };
    await insertIfAbsent(sealingKeyRecords(databases), record);
    return record;
  });
}

function newest(databases: Databases): Promise<SealingKeyRecord | null> {
  return sealingKeyRecords(databases).findOne({}, { sort: { createdAt: -1, _id: 1 } });
}
