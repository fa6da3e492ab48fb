import { describe, expect, it } from 'vitest';
import { SeededRandomness } from '../../randomness/randomness.js';
import { Backoff, Deadline, pause } from './deadline.js';

describe('a back-off', () => {
  it('doubles up to two seconds, each pause between half and whole', () => {
    const backoff = new Backoff(new SeededRandomness('pauses'));
    for (const whole of [25, 50, 100, 200, 400, 800, 1_600, 2_000, 2_000]) {
      const drawn = backoff.next();
      expect(drawn).toBeGreaterThanOrEqual(whole / 2);
      expect(drawn).toBeLessThanOrEqual(whole);
    }
  });

  it('begins again when it is told to', () => {
    const backoff = new Backoff(new SeededRandomness('again'));
    for (let n = 0; n < 5; n++) backoff.next();
    backoff.reset();
    expect(backoff.next()).toBeLessThanOrEqual(25);
  });
});

describe('a deadline', () => {
  it('has what is left, and never less than nothing', async () => {
    const deadline = new Deadline(20);
    expect(deadline.remaining).toBeGreaterThan(0);
    await pause(40);
    expect(deadline.remaining).toBe(0);
  });
});

describe('a pause', () => {
  it('ends at once when its signal aborts, or has aborted', async () => {
    await pause(60_000, AbortSignal.timeout(10));
    await pause(60_000, AbortSignal.abort());
  });
});
