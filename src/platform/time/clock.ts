/** The only source of time. Injected, so that three months pass in a test in a second. */
export interface Clock {
  now(): Date;
}

/** Nest's injection token of the {@link Clock}. */
export const CLOCK = Symbol('Clock');

/** The machine's clock, moved by `offsetMs` milliseconds (the demonstration's `CLOCK_OFFSET`). */
export class SystemClock implements Clock {
  constructor(private readonly offsetMs = 0) {}

  now(): Date {
    return new Date(Date.now() + this.offsetMs);
  }
}

/** A clock that stands still until a test moves it. */
export class ManualClock implements Clock {
  private current: number;

  constructor(start: Date | string) {
    this.current = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.current);
  }

  advance(milliseconds: number): void {
    this.current += milliseconds;
  }

  set(instant: Date | string): void {
    this.current = new Date(instant).getTime();
  }
}
