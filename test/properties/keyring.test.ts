import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DocumentKeyring } from '../../src/platform/crypto/document-keyring.js';
import { keyRecords } from '../../src/platform/crypto/key-record.js';
import { type DataKey } from '../../src/platform/crypto/keyring.js';
import { MasterKey, MasterKeys } from '../../src/platform/crypto/master-key.js';
import { SystemRandomness } from '../../src/platform/randomness/randomness.js';
import { ManualClock } from '../../src/platform/time/clock.js';
import { openTestDatabases } from '../harness/test-databases.js';

const holder = fc.constantFrom('message:1', 'message:2', 'draft:1', 'mailbox:1');
const content = fc.constantFrom('c1', 'c2', 'c3');
const operation = fc.oneof(
  fc.record({
    kind: fc.constant('create' as const),
    holder,
    contents: fc.uniqueArray(content),
    by: fc.nat(1),
  }),
  fc.record({ kind: fc.constant('shred' as const), holders: fc.uniqueArray(holder), by: fc.nat(1) }),
);

type Model = Map<string, { readonly key: string; readonly contents: Set<string> }>;
const contentKeys = new Map(
  ['c1', 'c2', 'c3'].map((id, index) => [id, Buffer.alloc(32, 50 + index) as DataKey]),
);

async function expectToHold(keyring: DocumentKeyring, model: Model): Promise<void> {
  const found = await keyring.find(['message:1', 'message:2', 'draft:1', 'mailbox:1']);
  const keys = new Map([...found].map(([name, key]) => [name, key.toString('hex')]));
  expect(keys).toEqual(new Map([...model].map(([name, { key }]) => [name, key])));
  for (const [name, { contents }] of model) {
    for (const [id, key] of contentKeys) {
      expect(await keyring.contentKey(name, id)).toEqual(contents.has(id) ? key : undefined);
    }
  }
}

it('after any creations and destructions by two processes, exactly what was made and not destroyed opens', async () => {
  const databases = await openTestDatabases();
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 25 }), async (operations) => {
      await keyRecords(databases.database('content')).bulkWrite([{ deleteMany: { filter: {} } }]);
      const clock = new ManualClock('2026-11-23T10:00:00Z');
      const open = () =>
        DocumentKeyring.open({
          databases,
          clock,
          master: new MasterKeys(new MasterKey(Buffer.alloc(32, 1))),
          randomness: new SystemRandomness(),
        });
      const processes = [await open(), await open()];
      const contentKeys = new Map(
        ['c1', 'c2', 'c3'].map((id, n) => [id, Buffer.alloc(32, 50 + n) as DataKey]),
      );
      const model: Model = new Map();
      const referred = (id: string) => [...model.values()].some(({ contents }) => contents.has(id));

      for (const step of operations) {
        const keyring = processes[step.by]!;
        if (step.kind === 'create') {
          const contents = step.contents.map((id) => ({ content: id, key: contentKeys.get(id)! }));
          const until = step.holder === 'mailbox:1' ? {} : { until: new Date('2027-02-23T10:00:00Z') };
          const key = (await keyring.create({ name: step.holder, contents, ...until })).toString('hex');
          const known = model.get(step.holder) ?? { key, contents: new Set<string>() };
          expect(key).toBe(known.key);
          for (const id of step.contents) known.contents.add(id);
          model.set(step.holder, known);
        } else {
          const freed = step.holders.flatMap((name) => [...(model.get(name)?.contents ?? [])]);
          for (const name of step.holders) model.delete(name);
          const { orphans } = await keyring.shred(step.holders);
          const expected = new Set(freed.filter((id) => !referred(id)));
          expect(new Set(orphans)).toEqual(expected);
        }
      }

      clock.advance(60_001);
      for (const keyring of [...processes, await open()]) {
        await expectToHold(keyring, model);
        keyring.close();
      }
    }),
    { numRuns: 60 },
  );
  await databases.close();
});
