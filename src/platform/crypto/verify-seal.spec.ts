import { createHash } from 'node:crypto';
import { CompactSign, generateKeyPair } from 'jose';
import canonicalize from 'canonicalize';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabases } from '../../../test/harness/test-databases.js';
import { type Databases } from '../documents/documents.js';
import { ManualClock } from '../time/clock.js';
import { commit, type CommittedValues, commitTo } from './commitments.js';
import { MasterKey, MasterKeys } from './master-key.js';
import { type SealPayload } from './seal.js';
import { rotateSealingKey, type SealingParts, sealingKeyRecords, StoredSealer } from './sealing-keys.js';
import { type SealToVerify, verifySeal } from './verify-seal.js';

const salt = (n: number) => Buffer.alloc(32, n).toString('base64url');
const salts = {
  subject: salt(1),
  from: salt(2),
  to: salt(3),
  cc: salt(4),
  body: salt(5),
  attachments: [salt(6), salt(7)],
};
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const party = (name: string) => ({ address: `${name}@exemple.fr`, name, mailbox: `id-of-${name}` });
const message: CommittedValues = {
  subject: 'Résultats',
  from: party('A'),
  to: [party('B'), party('C')],
  cc: [],
  body: Buffer.from('<p>HIV positif</p>'),
  attachments: [{ sha256: sha256('one') }, { sha256: sha256('two') }],
};

let databases: Databases;
let clock: ManualClock;
let parts: SealingParts;
let sealer: StoredSealer;
beforeEach(async () => {
  databases = await openTestDatabases();
  clock = new ManualClock('2026-11-23T10:00:00Z');
  parts = { databases, clock, master: new MasterKeys(new MasterKey(Buffer.alloc(32, 1))) };
  sealer = new StoredSealer(parts);
});
afterEach(async () => {
  await databases.close();
});

const payload: SealPayload = {
  id: 'm1',
  sealedAt: '2026-11-23T10:00:00.000Z',
  commitments: commitTo(message, salts),
};
async function sealed(): Promise<SealToVerify> {
  const { jws } = await sealer.sign(payload);
  return { jws, jwks: await sealer.jwks(), id: 'm1' };
}
const reasonOf = async (seal: SealToVerify) => {
  const verdict = await verifySeal(seal);
  return verdict.valid ? 'valid' : verdict.reason;
};

describe('commitments', () => {
  it('are SHA-256 over salt and value', () => {
    const expected = createHash('sha256').update(Buffer.alloc(32, 1)).update('"Résultats"').digest('hex');
    expect(payload.commitments.subject).toBe(expected);
    expect(commit(salt(1), Buffer.from('"Résultats"'))).toBe(expected);
  });

  it('take addresses and names in their order, and never an id of ours', () => {
    const text = '[{"address":"B@exemple.fr","name":"B"},{"address":"C@exemple.fr","name":"C"}]';
    expect(payload.commitments.to).toBe(commit(salt(3), Buffer.from(text)));
    expect(payload.commitments.cc).toBe(commit(salt(4), Buffer.from('[]')));
  });

  it('take the digests of body and attachments', () => {
    const digest = Buffer.from(sha256('<p>HIV positif</p>'), 'hex');
    expect(payload.commitments.body).toBe(commit(salt(5), digest));
    expect(commitTo({ ...message, body: digest.toString('hex') }, salts)).toEqual(payload.commitments);
    expect(payload.commitments.attachments[1]).toBe(commit(salt(7), Buffer.from(sha256('two'), 'hex')));
  });

  it('need one salt for each attachment', () => {
    expect(() => commitTo({ ...message, attachments: [] }, salts)).toThrow(RangeError);
  });
});

describe('verifySeal', () => {
  it('accepts the signature alone, as after expiry, and with everything revealed', async () => {
    const seal = await sealed();
    expect(await verifySeal(seal)).toEqual({ valid: true, payload });
    const { sealedAt, commitments } = payload;
    expect(await reasonOf({ ...seal, sealedAt, commitments, revealed: { ...message, salts } })).toBe('valid');
  });

  it.each([
    ['subject', { subject: 'Resultats' }],
    ['from', { from: party('B') }],
    ['to', { to: [party('C'), party('B')] }],
    ['to', { to: [{ ...party('B'), name: 'X' }, party('C')] }],
    ['cc', { cc: [party('D')] }],
    ['body', { body: Buffer.from('<p>HIV negatif</p>') }],
    ['attachments', { attachments: [{ sha256: sha256('one') }] }],
    ['attachments', { attachments: [{ sha256: sha256('two') }, { sha256: sha256('one') }] }],
    ['subject', { salts: { ...salts, subject: salt(9) } }],
  ])('says that %s was changed', async (reason, change) => {
    const revealed = { ...message, salts, ...change };
    expect(await reasonOf({ ...(await sealed()), revealed })).toBe(reason);
  });

  it('says that the seal is of another message, time or commitments', async () => {
    const seal = await sealed();
    expect(await reasonOf({ ...seal, id: 'm2' })).toBe('id');
    expect(await reasonOf({ ...seal, sealedAt: '2026-11-23T10:00:01.000Z' })).toBe('sealed-at');
    const commitments = { ...payload.commitments, body: sha256('x') };
    expect(await reasonOf({ ...seal, commitments })).toBe('commitments');
  });

  it('refuses a payload or signature that was altered', async () => {
    const seal = await sealed();
    const [header = '', body = '', signature = ''] = seal.jws.split('.');
    const forged = Buffer.from(JSON.stringify({ ...payload, id: 'm2' })).toString('base64url');
    expect(await reasonOf({ ...seal, id: 'm2', jws: [header, forged, signature].join('.') })).toBe(
      'signature',
    );
    const other = Buffer.from(signature, 'base64url').fill(1, 0, 4).toString('base64url');
    expect(await reasonOf({ ...seal, jws: [header, body, other].join('.') })).toBe('signature');
  });

  it('refuses the key of somebody else, even under our kid', async () => {
    const seal = await sealed();
    const { privateKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519' });
    const signedBy = (header: { alg: string; kid?: string }) =>
      new CompactSign(Buffer.from(canonicalize(payload) ?? '')).setProtectedHeader(header).sign(privateKey);
    const kid = (seal.jwks.keys[0] as { kid: string }).kid;
    expect(await reasonOf({ ...seal, jws: await signedBy({ alg: 'EdDSA', kid }) })).toBe('signature');
    expect(await reasonOf({ ...seal, jws: await signedBy({ alg: 'EdDSA', kid: 'other' }) })).toBe(
      'unknown-key',
    );
    expect(await reasonOf({ ...seal, jwks: { keys: [] } })).toBe('unknown-key');
  });

  it('refuses another algorithm, none first of all', async () => {
    const seal = await sealed();
    const body = seal.jws.split('.')[1] ?? '';
    for (const alg of ['none', 'HS256', 'ES256']) {
      const header = Buffer.from(JSON.stringify({ alg, kid: 'x' })).toString('base64url');
      expect(await reasonOf({ ...seal, jws: `${header}.${body}.AAAA` })).toBe('algorithm');
    }
  });

  it.each(['', 'a.b', 'a.b.c', 'not a token'])('refuses %j as malformed', async (jws) => {
    expect(await reasonOf({ ...(await sealed()), jws })).toBe('malformed');
  });

  it('refuses a payload that is signed but not canonical, or no seal', async () => {
    const { privateKey, publicKey } = await generateKeyPair('EdDSA', { crv: 'Ed25519', extractable: true });
    const { exportJWK } = await import('jose');
    const jwks = { keys: [{ ...(await exportJWK(publicKey)), kid: 'k', alg: 'EdDSA' }] };
    for (const text of [
      `{"id":"m2",${JSON.stringify(payload).slice(1)}`,
      JSON.stringify({ sealedAt: payload.sealedAt, id: 'm1', commitments: payload.commitments }),
      '{"commitments":null,"id":"m1","sealedAt":"x"}',
      'null',
      'no json',
    ]) {
      const jws = await new CompactSign(Buffer.from(text))
        .setProtectedHeader({ alg: 'EdDSA', kid: 'k' })
        .sign(privateKey);
      expect(await reasonOf({ jws, jwks, id: 'm1' })).toBe('malformed');
    }
  });
});

describe('StoredSealer', () => {
  it('makes one key however many seal at first, and keeps it for the next process', async () => {
    const seals = await Promise.all(Array.from({ length: 20 }, () => sealer.sign(payload)));
    const next = await new StoredSealer(parts).sign(payload);
    expect(new Set([...seals, next].map(({ kid }) => kid)).size).toBe(1);
    expect(await sealingKeyRecords(databases).countDocuments({})).toBe(1);
  });

  it('signs with a new key within a minute of its rotation, and what the old one signed still verifies', async () => {
    const before = await sealer.sign(payload);
    await rotateSealingKey(parts);
    clock.advance(59_999);
    expect((await sealer.sign(payload)).kid).toBe(before.kid);
    clock.advance(1);
    const after = await sealer.sign(payload);
    expect(after.kid).not.toBe(before.kid);
    const jwks = await sealer.jwks();
    expect(jwks.keys).toHaveLength(2);
    for (const { jws } of [before, after]) expect(await reasonOf({ jws, jwks, id: 'm1' })).toBe('valid');
  });

  it('takes the newest key though the clock went back', async () => {
    await sealer.sign(payload);
    clock.set('2026-01-01T00:00:00Z');
    const rotated = await rotateSealingKey(parts);
    expect((await sealer.sign(payload)).kid).toBe(rotated.publicKey['kid']);
  });

  it('shows public keys and keeps the private ones wrapped', async () => {
    await sealer.sign(payload);
    const { keys } = await sealer.jwks();
    expect(Object.keys(keys[0] ?? {}).sort()).toEqual(['alg', 'crv', 'kid', 'kty', 'use', 'x']);
    const record = await sealingKeyRecords(databases).findOne({});
    expect(Object.keys(record ?? {}).sort()).toEqual(['_id', 'box', 'createdAt', 'publicKey', 'under']);
  });

  it('tries again after a failure', async () => {
    await sealer.sign(payload);
    const master = new MasterKeys(new MasterKey(Buffer.alloc(32, 2)));
    const other = new StoredSealer({ ...parts, master });
    await expect(other.sign(payload)).rejects.toThrow('none of the master keys');
    await master.adopt(parts.master.current);
    expect((await other.sign(payload)).jws).toMatch(/^ey/);
  });
});
