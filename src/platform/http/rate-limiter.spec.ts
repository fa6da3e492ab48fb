import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rate-limiter.js';

function limiter(limit: number, windowMs: number) {
  const time = { ms: 0 };
  return { time, limiter: new RateLimiter({ limit, windowMs }, () => time.ms) };
}

describe('RateLimiter', () => {
  it('lets exactly the limit through in one window', () => {
    const { limiter: limited } = limiter(500, 1000);
    const waits = Array.from({ length: 501 }, () => limited.hit('session'));
    expect(waits.slice(0, 500).every((wait) => wait === 0)).toBe(true);
    expect(waits[500]).toBe(1);
  });

  it('opens again when the window has passed, not a millisecond before', () => {
    const { limiter: limited, time } = limiter(1, 60_000);
    limited.hit('a');
    time.ms = 59_999;
    expect(limited.hit('a')).toBe(1);
    time.ms = 60_000;
    expect(limited.hit('a')).toBe(0);
  });

  it('counts each key by itself', () => {
    const { limiter: limited } = limiter(1, 1000);
    expect([limited.hit('a'), limited.hit('b'), limited.hit('a')]).toEqual([0, 0, 1]);
  });

  it('tells the wait without counting', () => {
    const { limiter: limited } = limiter(2, 10_000);
    limited.hit('a');
    expect([limited.wait('a'), limited.wait('a')]).toEqual([0, 0]);
    limited.hit('a');
    expect(limited.wait('a')).toBe(10);
  });
});
