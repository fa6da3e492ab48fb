import { type Databases } from '../../src/platform/documents/documents.js';
import { DocumentKeyring } from '../../src/platform/crypto/document-keyring.js';
import { type MasterKey, MasterKeys } from '../../src/platform/crypto/master-key.js';
import { StoredSealer } from '../../src/platform/crypto/sealing-keys.js';
import { SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { SystemClock } from '../../src/platform/time/clock.js';

const names = ['mailbox:1', 'mailbox:2', 'person:1', 'message:1', 'message:2', 'message:3'];

/** Makes one secret of every kind that hangs on the master key. */
export async function makeSecrets(databases: Databases, master: MasterKey): Promise<string> {
  await using(databases, new MasterKeys(master), async (keyring) => {
    for (const name of names) {
      const day = name.startsWith('message:') ? Number(name.slice(-1)) : undefined;
      const until = day && { until: new Date(Date.UTC(2027, 1, day)) };
      await keyring.create({ name, ...until });
    }
  });
  return await secretsSeen(databases, [master]);
}

/** All that can be read with these master keys, as one text to compare; throws where something cannot. */
export async function secretsSeen(databases: Databases, masters: readonly MasterKey[]): Promise<string> {
  const [first, ...others] = masters;
  if (first === undefined) throw new Error('no master key');
  const master = new MasterKeys(first, ...others);
  return await using(databases, master, async (keyring) => {
    const found = await keyring.find(names);
    const sealer = new StoredSealer({ databases, master, clock: new SystemClock() });
    const { jws } = await sealer.sign({ id: 'x', sealedAt: 'x', commitments } as never);
    return JSON.stringify([
      names.map((name) => found.get(name)?.toString('hex') ?? 'none'),
      await keyring.keyedHash('address', 'x'),
      jws,
    ]);
  });
}

const commitments = {};

async function using<T>(
  databases: Databases,
  master: MasterKeys,
  work: (keyring: DocumentKeyring) => Promise<T>,
): Promise<T> {
  const parts = { databases, master, clock: new SystemClock(), randomness: new SystemRandomness() };
  const keyring = await DocumentKeyring.open(parts);
  try {
    return await work(keyring);
  } finally {
    keyring.close();
  }
}
