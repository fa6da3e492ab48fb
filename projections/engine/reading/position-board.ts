interface Reached {
  readonly position: string;
  /** Of the last event that the documents hold; a checkpoint may come later. */
  readonly applied: string;
  readonly parked: ReadonlySet<string>;
}

type Waiter = () => void;

/** How far each generation is, as this process knows it, and who waits for more. */
export class PositionBoard {
  private readonly reached = new Map<string, Reached>();
  private readonly waiters = new Map<string, Set<Waiter>>();

  private readonly heldHere = new Set<string>();

  /** A runner of this process holds the generation: its news come by themselves. */
  holdHere(generation: string, held: boolean): void {
    if (held) this.heldHere.add(generation);
    else this.heldHere.delete(generation);
  }

  get(generation: string): Reached | undefined {
    return this.reached.get(generation);
  }

  advance(generation: string, now: Reached): void {
    const before = this.reached.get(generation);
    const isFurther = before === undefined || before.position < now.position;
    this.reached.set(generation, isFurther ? now : { ...before, parked: now.parked });
    if (isFurther) this.wake(generation);
  }

  /** Resolves at the next news of the generation, or when the time is over. */
  async news(generation: string, milliseconds: number): Promise<void> {
    const waiters = this.waiters.get(generation) ?? new Set();
    this.waiters.set(generation, waiters);
    await new Promise<void>((resolve) => {
      const timer = setTimeout(wake, milliseconds);
      function wake() {
        clearTimeout(timer);
        waiters.delete(wake);
        resolve();
      }
      waiters.add(wake);
    });
  }

  /** Generations that somebody waits for, and of which another process has the news. */
  waitedForElsewhere(): string[] {
    return [...this.waiters]
      .filter(([generation, waiters]) => waiters.size > 0 && !this.heldHere.has(generation))
      .map(([generation]) => generation);
  }

  forget(generation: string): void {
    this.reached.delete(generation);
    this.wake(generation);
    this.waiters.delete(generation);
  }

  private wake(generation: string): void {
    for (const wake of [...(this.waiters.get(generation) ?? [])]) wake();
  }
}
