import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

const FILE = 'portal-keys.json';

/** The provider's signing keys: kept, so that an ID token of before a restart is still known at logout. */
export async function signingKeys(dataDir: string): Promise<{ readonly keys: readonly JWK[] }> {
  const file = join(dataDir, FILE);
  try {
    return JSON.parse(await readFile(file, 'utf8')) as { keys: JWK[] };
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  const keys = { keys: [{ ...jwk, kid: 'demo-1', alg: 'RS256', use: 'sig' }] };
  await mkdir(dataDir, { recursive: true });
  await writeFile(`${file}.new`, JSON.stringify(keys), { mode: 0o600 });
  await rename(`${file}.new`, file);
  return keys;
}
