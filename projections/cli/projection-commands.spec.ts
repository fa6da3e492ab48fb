import { describe, expect, it } from 'vitest';
import { type ProjectionRecord } from '../engine/records/projection-record.js';
import { type ProjectionStatus } from '../engine/records/projection-status.js';
import { replayParked } from './projection-commands.js';

/** An engine whose projections have parked so many streams each; a replay leaves `left` of them. */
function engineWith(parked: Record<string, number>, left = 0) {
  const replayed: string[] = [];
  const streams = (name: string) =>
    Array<unknown>(replayed.includes(name) ? left : (parked[name] ?? 0)).fill({});
  return {
    replayed,
    requestReplay: (name: string) => Promise.resolve(void replayed.push(name)),
    untilDone: () => Promise.resolve({} as ProjectionRecord),
    status: () =>
      Promise.resolve(
        Object.keys(parked).map((name) => ({ name, parked: streams(name) }) as unknown as ProjectionStatus),
      ),
  };
}

describe('projections replay-parked', () => {
  it('without a name replays each projection that has parked something', async () => {
    const engine = engineWith({ timeline: 1, retention: 0, 'folder-view': 2 });
    expect(await replayParked(engine, undefined)).toEqual({
      exitCode: 0,
      lines: ['timeline: 0 streams parked', 'folder-view: 0 streams parked'],
    });
    expect(engine.replayed).toEqual(['timeline', 'folder-view']);
  });

  it('fails where one of them still waits', async () => {
    expect(await replayParked(engineWith({ timeline: 2 }, 1), undefined)).toEqual({
      exitCode: 1,
      lines: ['timeline: 1 streams parked'],
    });
  });

  it('says so where nothing is parked', async () => {
    const engine = engineWith({ timeline: 0 });
    expect(await replayParked(engine, undefined)).toEqual({ exitCode: 0, lines: ['nothing is parked'] });
    expect(engine.replayed).toEqual([]);
  });
});
