/** How long a session lives without a request. */
export const IDLE_MS = 30 * 60_000;
/** How long a session lives at most. */
export const ABSOLUTE_MS = 4 * 3_600_000;
/** A session's last request is written at most this often; the idle time may be as much shorter. */
export const TOUCH_EVERY_MS = 60_000;

interface Times {
  readonly createdAt: string;
  readonly lastSeenAt: string;
}

export function isOver(session: Times, now: Date): boolean {
  const idle = now.getTime() - Date.parse(session.lastSeenAt);
  const age = now.getTime() - Date.parse(session.createdAt);
  return idle >= IDLE_MS || age >= ABSOLUTE_MS;
}

const before = (now: Date, ms: number): string => new Date(now.getTime() - ms).toISOString();

/** MongoDB's filter of the sessions that are over. */
export function overFilter(now: Date): Record<string, unknown> {
  return {
    $or: [{ lastSeenAt: { $lte: before(now, IDLE_MS) } }, { createdAt: { $lte: before(now, ABSOLUTE_MS) } }],
  };
}

/** MongoDB's filter of the sessions that are not, and were last seen before an instant. */
export function livingFilter(now: Date, seenBefore: string): Record<string, unknown> {
  return {
    lastSeenAt: { $gt: before(now, IDLE_MS), $lt: seenBefore },
    createdAt: { $gt: before(now, ABSOLUTE_MS) },
  };
}
