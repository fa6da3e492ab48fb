import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ManualClock } from '../time/clock.js';
import { StreamCache } from './stream-cache.js';

const decider = {};
const folded = (revision: number) => ({
  state: { name: 'Camille' },
  revision,
  revisions: new Map<string, number>(),
});

describe('StreamCache', () => {
  let clock: ManualClock;
  let cache: StreamCache;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    clock = new ManualClock('2026-11-23T10:00:00.000Z');
    cache = new StreamCache(clock, 100, 60_000);
  });
  afterEach(() => {
    cache.close();
    vi.useRealTimers();
  });

  it('lets go of what is too old although nobody asks for it', () => {
    cache.keep('s-1', decider, folded(0), cache.ticket());
    clock.advance(30_000);
    cache.keep('s-2', decider, folded(0), cache.ticket());
    clock.advance(30_001);
    vi.advanceTimersByTime(15_000);
    expect(cache.size).toBe(1);
    expect(cache.get('s-2', decider)).toBeDefined();
  });

  it('counts the age of a state from its first reading, whatever is folded on top', () => {
    const first = folded(0);
    cache.keep('s-1', decider, first, cache.ticket());
    clock.advance(59_000);
    cache.keep('s-1', decider, { ...first, revision: 1 }, cache.ticket());
    clock.advance(1_001);
    vi.advanceTimersByTime(15_000);
    expect(cache.size).toBe(0);
  });

  it('counts it so where the state grew too old while more of the stream was read', () => {
    const first = folded(0);
    cache.keep('s-1', decider, first, cache.ticket());
    clock.advance(59_999);
    const ticket = cache.ticket();
    expect(cache.get('s-1', decider)).toBe(first);
    clock.advance(2);
    cache.keep('s-1', decider, { ...first, revision: 1 }, ticket);
    expect(cache.get('s-1', decider)).toBeUndefined();
  });

  it('counts a stream as more than its events, so that many short ones are bounded too', () => {
    for (let n = 0; n < 1_000; n++) cache.keep(`s-${n}`, decider, folded(0), cache.ticket());
    expect(cache.size).toBeLessThanOrEqual(100 / 8);
    expect(cache.get('s-999', decider)).toBeDefined();
  });

  it('holds nothing once it is closed', () => {
    cache.keep('s-1', decider, folded(0), cache.ticket());
    cache.close();
    expect(cache.size).toBe(0);
    expect(vi.getTimerCount()).toBe(0);
  });
});
