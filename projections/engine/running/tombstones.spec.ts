import { afterEach, beforeEach, expect, it } from 'vitest';
import { ManualClock } from '../../../src/platform/time/clock.js';
import { engineDeps, openWorld, type World } from '../../../test/harness/projection-world.js';
import { retention } from '../../retention/retention.projection.js';
import { type StoredDocument } from '../folding/fold.js';
import { collectionsOf, createIndexes } from '../records/generation.js';
import { Tombstones } from './tombstones.js';

const HOUR = 3_600_000;

let world: World;
beforeEach(async () => {
  world = await openWorld();
});
afterEach(() => world.close());

it('go after seven days, looked for once an hour, and nothing else goes', async () => {
  const clock = new ManualClock('2026-01-10T08:00:00.000Z');
  const generation = { projection: retention, number: 1 };
  const collections = collectionsOf(world.store, generation);
  const due = collections.get('due')!;
  await createIndexes(collections, retention);
  const documents: StoredDocument[] = [
    { _id: 'old', position: '1', gone: '2026-01-03T07:59:59.999Z' },
    { _id: 'young', position: '2', gone: '2026-01-03T08:00:00.000Z' },
    { _id: 'living', position: '3', message: 'living', expiresAt: '2026-01-01T00:00:00.000Z' },
  ];
  await due.bulkWrite(documents.map((document) => ({ insertOne: { document } })));
  const left = async () => (await due.find({}).toArray()).map(({ _id }) => _id).sort();
  const tombstones = new Tombstones(engineDeps(world.events, world.store, [], { clock }), generation);
  const guard = async () => undefined;

  await tombstones.purge(guard);
  expect(await left()).toEqual(['living', 'young']);
  clock.advance(HOUR - 1);
  await tombstones.purge(guard);
  expect(await left()).toEqual(['living', 'young']);
  clock.advance(1);
  await tombstones.purge(guard);
  expect(await left()).toEqual(['living']);
});
