import { type StoredEvent } from '../event-store/event-store.js';
import { type Clock } from '../time/clock.js';

/** How far behind a follower of the log is, in time: the positions of a log do not tell. */
export class Progress {
  private caughtUp = false;
  private folding = false;
  /** When what is being folded, or was folded last, was written to the log. */
  private at: number;

  constructor(private readonly clock: Clock) {
    this.at = clock.now().getTime();
  }

  begins(events: readonly StoredEvent[]): void {
    const first = events[0];
    if (first !== undefined) this.at = first.recordedAt.getTime();
    this.folding = true;
  }

  ends(last: StoredEvent): void {
    this.at = last.recordedAt.getTime();
    this.folding = false;
  }

  reachedEnd(): void {
    this.caughtUp = true;
  }

  /** Nothing is known of the log any more. */
  interrupted(): void {
    if (this.caughtUp && !this.folding) this.at = this.clock.now().getTime();
    this.caughtUp = false;
    this.folding = false;
  }

  lagSeconds(): number {
    if (this.caughtUp && !this.folding) return 0;
    return Math.max(0, this.clock.now().getTime() - this.at) / 1000;
  }

  state(): { readonly caughtUp: boolean; readonly lagSeconds: number } {
    return { caughtUp: this.caughtUp, lagSeconds: this.lagSeconds() };
  }
}
