import { LRUCache } from 'lru-cache';

export interface RateLimit {
  /** Allowed in one window. */
  readonly limit: number;
  readonly windowMs: number;
}

interface Window {
  readonly startedAt: number;
  count: number;
}

/** Keys remembered at most; the ones not seen for longest are forgotten first. */
const MAX_KEYS = 50_000;

/**
 * Counts by key in windows that begin with a key's first event. Kept in the process: it bounds what one client
 * costs this process, on its monotonic clock, and is no rule of the domain.
 */
export class RateLimiter {
  private readonly windows = new LRUCache<string, Window>({ max: MAX_KEYS });

  constructor(
    private readonly limit: RateLimit,
    /** Milliseconds that never go back. */
    private readonly monotonicMs: () => number = () => performance.now(),
  ) {}

  /** Counts one; answers 0 where it is within the limit, else the seconds to wait. */
  hit(key: string): number {
    const window = this.current(key) ?? this.open(key);
    window.count += 1;
    return window.count > this.limit.limit ? this.secondsLeft(window) : 0;
  }

  /** 0 where another one would be within the limit, else the seconds to wait. Counts nothing. */
  wait(key: string): number {
    const window = this.current(key);
    return window !== undefined && window.count >= this.limit.limit ? this.secondsLeft(window) : 0;
  }

  private current(key: string): Window | undefined {
    const window = this.windows.get(key);
    return window !== undefined && this.monotonicMs() - window.startedAt < this.limit.windowMs
      ? window
      : undefined;
  }

  private open(key: string): Window {
    const window = { startedAt: this.monotonicMs(), count: 0 };
    this.windows.set(key, window);
    return window;
  }

  private secondsLeft(window: Window): number {
    return Math.max(1, Math.ceil((window.startedAt + this.limit.windowMs - this.monotonicMs()) / 1000));
  }
}
