import { Injectable } from '@nestjs/common';
import { tooMany } from '../../platform/http/problem.js';

/** ZIP files that one session may be reading at once: each holds connections, keys and turns of the disk. */
const PER_SESSION = 2;
const RETRY_AFTER_S = 10;

/** Bounds what exports one session costs this process. */
@Injectable()
export class ExportSlots {
  private readonly taken = new Map<string, number>();

  /** @throws Problem 429 where the session has all it may have */
  async hold(session: string, work: () => Promise<void>): Promise<void> {
    const before = this.taken.get(session) ?? 0;
    if (before >= PER_SESSION) throw tooMany(RETRY_AFTER_S);
    this.taken.set(session, before + 1);
    try {
      await work();
    } finally {
      this.release(session);
    }
  }

  private release(session: string): void {
    const left = (this.taken.get(session) ?? 1) - 1;
    if (left === 0) this.taken.delete(session);
    else this.taken.set(session, left);
  }
}
