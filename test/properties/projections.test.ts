import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allProjections } from '../../projections/all-projections.js';
import { type Projection } from '../../projections/engine/projection.js';
import { folderView } from '../../projections/folder-view/folder-view.projection.js';
import { timeline } from '../../projections/timeline/timeline.projection.js';
import { countsOf } from '../harness/folder-counts.js';
import { foldLog, livingDocuments } from '../harness/fold-log.js';
import { holdsHoweverItIsRead, recorded, withoutTexts, type GivenEvent } from '../harness/projection-spec.js';
import {
  caughtUp,
  codecWithPoison,
  openWorld,
  quickSettings,
  storedLog,
  wholeLog,
  type World,
} from '../harness/projection-world.js';
import { anyLog } from '../harness/random-log.js';
import { type MessageEvent } from '../../src/contracts/events/message.events.js';

const followedBy = (projection: Projection, log: readonly GivenEvent[]) =>
  recorded(log).filter(({ stream }) => projection.prefixes.some((prefix) => stream.startsWith(prefix)));

const sorted = (documents: ReadonlyMap<string, unknown>) =>
  JSON.stringify([...documents].sort(([a], [b]) => (a < b ? -1 : 1)));

describe.each(allProjections.map((projection) => [projection.name, projection] as const))(
  '%s, for any log',
  (_name, projection) => {
    it('comes to the same however the log is cut, repeated or doubled, and without its keys', () => {
      fc.assert(
        fc.property(anyLog, (log) => holdsHoweverItIsRead(projection, followedBy(projection, log))),
        { numRuns: 25 },
      );
    });

    it('keeps no text of an expired message', () => {
      fc.assert(
        fc.property(anyLog, (log) => {
          const ended = new Set(
            log.filter(({ event }) => event.type === 'MessageExpired').map(({ stream }) => stream),
          );
          // Rebuilt after the keys' destruction: what is left of such messages is what there was live.
          const destroyed = followedBy(projection, log).map((one) =>
            ended.has(one.stream) ? withoutTexts([one])[0]! : one,
          );
          const live = foldLog(projection, followedBy(projection, log));
          expect(sorted(foldLog(projection, destroyed))).toBe(sorted(live));
        }),
        { numRuns: 100 },
      );
    });
  },
);

describe('folder-view, for any log', () => {
  it('counts in each folder what lies there: as its events say, and as its copies stand', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const living = livingDocuments(foldLog(folderView, followedBy(folderView, log)));
        const told = new Map<string, number>();
        for (const { stream, event } of log) {
          if (!stream.startsWith('message-')) continue;
          for (const [place, by] of countsOf(event as MessageEvent))
            told.set(place, (told.get(place) ?? 0) + by);
        }
        for (const [key, folder] of Object.entries(living).filter(([id]) => id.startsWith('folders/'))) {
          const place = key.slice('folders/'.length);
          const copies = Object.values(living).filter(
            (copy) => 'copy' in copy && `${String(copy['mailbox'])}/${String(copy['folder'])}` === place,
          );
          const unread = copies.filter((copy) => copy['unread'] === true);
          expect([folder['total'], folder['unread']]).toEqual([copies.length, unread.length]);
          expect(folder['listed']).toBe(folder['deleted'] !== folder['created'] || copies.length > 0);
          expect(folder['holdsStrays']).toBe(folder['deleted'] === true && copies.length > 0);
          expect([folder['total'], folder['unread']]).toEqual([
            told.get(place) ?? 0,
            told.get(`${place} unread`) ?? 0,
          ]);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('never counts more openings than there are recipients', () => {
    fc.assert(
      fc.property(anyLog, (log) => {
        const living = livingDocuments(foldLog(folderView, followedBy(folderView, log)));
        for (const copy of Object.values(living).filter((one) => 'openings' in one)) {
          expect(Number(copy['openings'])).toBeLessThanOrEqual(Number(copy['recipients']));
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Runs a property on a log and a store of its own each time. */
const onWorlds = (property: (world: World, log: readonly GivenEvent[], cut: number) => Promise<void>) =>
  fc.assert(
    fc.asyncProperty(anyLog, fc.nat(), async (log, cut) => {
      const world = await openWorld();
      try {
        await property(world, log, log.length === 0 ? 0 : cut % log.length);
      } finally {
        await world.close();
      }
    }),
    { numRuns: 8, endOnFailure: true },
  );

const appendAll = async (world: World, log: readonly GivenEvent[]) => {
  for (const { stream, event } of log) await world.append(stream, event);
};

describe('the engine, for any log', () => {
  it('comes live to what a replay comes to, and a rebuild comes to the same, byte for byte', async () => {
    await onWorlds(async (world, log, cut) => {
      const settings = { ...quickSettings, batchSize: 7, batchDocuments: 9 };
      await appendAll(world, log.slice(0, cut));
      const engine = world.engine(allProjections, { settings });
      engine.start();
      await appendAll(world, log.slice(cut));
      for (const projection of allProjections) {
        await caughtUp(world.events, world.store, projection);
        const live = await storedLog(world.store, projection);
        const replayed = foldLog(projection, await wholeLog(world.events, projection));
        expect(livingDocuments(live)).toEqual(livingDocuments(replayed));
        await engine.requestRebuild(projection.name);
        const record = await engine.untilDone(projection.name, AbortSignal.timeout(20_000));
        expect(record.lastRebuild?.different).toBe(0);
        const rebuilt = await storedLog(world.store, projection);
        expect(JSON.stringify(livingDocuments(rebuilt))).toBe(JSON.stringify(livingDocuments(live)));
      }
    });
  });

  it('comes to the same once what was poison is replayed', async () => {
    await onWorlds(async (world, log, cut) => {
      await appendAll(world, log);
      const poison = new Set<string>();
      const all = await wholeLog(world.events, folderView);
      const poisoned = all[cut % all.length];
      if (poisoned !== undefined) poison.add(poisoned.id);
      const engine = world.engine([folderView, timeline], { codec: codecWithPoison(poison) });
      engine.start();
      for (const projection of [folderView, timeline]) await caughtUp(world.events, world.store, projection);
      poison.clear();
      for (const projection of [folderView, timeline]) {
        await engine.requestReplay(projection.name);
        await engine.untilDone(projection.name, AbortSignal.timeout(20_000));
        const replayed = foldLog(projection, await wholeLog(world.events, projection));
        expect(livingDocuments(await storedLog(world.store, projection))).toEqual(livingDocuments(replayed));
      }
      expect((await engine.status()).flatMap(({ parked }) => parked)).toEqual([]);
    });
  });
});
