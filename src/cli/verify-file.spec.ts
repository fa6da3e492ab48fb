import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { emlSample, sealedEml, type SigningKey, signingKey } from '../../test/harness/sealed-eml.js';
import { verifyFile } from './verify-file.js';

let folder: string;
let keys: SigningKey[];
let eml: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'medimail-verify-'));
  keys = await Promise.all([signingKey('key-1'), signingKey('key-2')]);
  const [, second] = keys;
  if (second !== undefined) eml = (await sealedEml(emlSample, second)).toString('latin1');
});
afterAll(() => rm(folder, { recursive: true }));

async function verify(message: string, jwks: unknown = { keys: keys.map(({ jwk }) => jwk) }) {
  const paths = [join(folder, 'message.eml'), join(folder, 'jwks.json')] as const;
  await writeFile(paths[0], message, 'latin1');
  await writeFile(paths[1], typeof jwks === 'string' ? jwks : JSON.stringify(jwks));
  const { exitCode, lines } = await verifyFile(...paths);
  return { exitCode, text: lines.join('\n').replaceAll(`${folder}/`, '') };
}

describe('medimail verify FILE --jwks FILE (G2)', () => {
  it('says what it confirms', async () => {
    expect(await verify(eml)).toEqual({
      exitCode: 0,
      text: [
        'CONFIRMED: message.eml is as it was sealed on 2026-11-23T10:00:00.123Z.',
        '  message 0f0e0d0c-0b0a-4908-8706-050403020100, signed with the key key-2',
        '  unaltered: subject, sender, recipients, date, text, 2 attachments, with name and type',
        '  not covered by the seal: which messages it answers, and whether it is an automatic reply',
      ].join('\n'),
    });
  });

  it('says what a seal of before does not cover', async () => {
    const [, key] = keys;
    if (key === undefined) throw new Error('no key');
    const { exitCode, text } = await verify((await sealedEml(emlSample, key, false)).toString('latin1'));
    expect(exitCode).toBe(0);
    expect(text).toContain(
      'not covered by the seal: names and types of attachments, which messages it answers, and whether',
    );
  });

  it.each([
    ['name="binaire.bin', 'name="facture.bin', 'it has not the form of an exported message'],
    ['<claire.pradel@', '<claire.prade1@', 'its recipients (To) were altered'],
    ['10:00:00 +0000', '10:01:00 +0000', 'its date was altered'],
    ['X-Medimail-Seal:', 'X-Other:', 'it carries no seal'],
  ])('says which part was altered: %s → %s', async (from, to, words) => {
    const { exitCode, text } = await verify(eml.replace(from, to));
    expect(exitCode).toBe(1);
    expect(text).toContain(`NOT CONFIRMED: message.eml: ${words}`);
  });

  it('says that the key is not among those given', async () => {
    const { exitCode, text } = await verify(eml, { keys: [keys[0]?.jwk] });
    expect(exitCode).toBe(1);
    expect(text).toContain('not among the public keys');
  });

  it.each(['', 'no JSON', '[]', '{"keys":1}', '{"keys":[null]}'])('takes %j for no keys', async (jwks) => {
    expect(await verify(eml, jwks)).toEqual({
      exitCode: 1,
      text: 'jwks.json: no set of public keys (RFC 7517) can be read from it.',
    });
  });

  it('fails where there is no such file', async () => {
    await verify(eml);
    const { exitCode, lines } = await verifyFile(join(folder, 'none.eml'), join(folder, 'jwks.json'));
    expect(exitCode).toBe(1);
    expect(lines[0]).toContain('ENOENT');
  });
});
