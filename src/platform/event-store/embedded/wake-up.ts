/** Lets any number of waiters sleep until the next `notify`. */
export class WakeUp {
  private readonly waiting = new Set<() => void>();

  /** Answers at the next {@link notify}, or when the signal is aborted. */
  wait(signal?: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.waiting.delete(done);
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.waiting.add(done);
      signal?.addEventListener('abort', done);
      if (signal?.aborted) done();
    });
  }

  notify(): void {
    for (const done of this.waiting) done();
  }
}
