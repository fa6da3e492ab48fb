import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { type CurrentPerson, type LastingAccess, LiveAccess } from '../../auth/index.js';
import { tooMany } from '../../platform/http/problem.js';

/** A stream may outlive its session or the right to the mailbox by a second: half of it is the look's own. */
const RECHECK_MS = 500;
/** A browser has a connection for each tab; more is a client that does not let go. */
export const STREAMS_OF_A_SESSION = 20;
const RETRY_AFTER_S = 30;

interface Watched {
  readonly access: LastingAccess;
  readonly closers: Set<() => void>;
}

/**
 * The streams of this process, looked over by one timer: those of the same session and mailbox together, so that
 * many idle streams cost few look-ups.
 */
@Injectable()
export class OpenStreams implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly watched = new Map<string, Watched>();
  private readonly ofSession = new Map<string, number>();
  private timer: NodeJS.Timeout | undefined;
  private checking = false;

  constructor(private readonly access: LiveAccess) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      if (!this.checking) void this.check();
    }, RECHECK_MS);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  /**
   * @param close called once session or right have ended
   * @returns to be called when the stream has ended
   * @throws Problem 429 the session has too many already
   */
  add(person: CurrentPerson, mailbox: string, close: () => void): () => void {
    const session = person.session.id;
    const open = this.ofSession.get(session) ?? 0;
    if (open >= STREAMS_OF_A_SESSION) throw tooMany(RETRY_AFTER_S);
    this.ofSession.set(session, open + 1);
    const key = `${session}@${mailbox}`;
    const watched = this.watched.get(key) ?? { access: { person, mailbox }, closers: new Set() };
    this.watched.set(key, watched);
    watched.closers.add(close);
    return () => {
      if (!watched.closers.delete(close)) return;
      if (watched.closers.size === 0) this.watched.delete(key);
      const left = (this.ofSession.get(session) ?? 1) - 1;
      if (left === 0) this.ofSession.delete(session);
      else this.ofSession.set(session, left);
    };
  }

  /** One look at every pair of session and mailbox. Never throws. */
  async check(): Promise<void> {
    this.checking = true;
    try {
      const all = [...this.watched.values()];
      const holding = await this.access.hold(all.map(({ access }) => access));
      all.forEach(({ closers }, index) => {
        if (holding[index] === true) return;
        for (const close of [...closers]) close();
      });
    } finally {
      this.checking = false;
    }
  }
}
