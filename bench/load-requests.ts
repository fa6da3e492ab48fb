import autocannon from 'autocannon';

export interface Load {
  /** A second. */
  readonly requests: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
}

const CONNECTIONS = 16;

/**
 * As many requests as are answered, by a thread of its own, for so many seconds.
 *
 * @param cookies one of each session, taken in turns; none: without
 * @throws Error an answer was not a success: it would be another one's speed
 */
export async function loadRequests(
  url: string,
  seconds: number,
  cookies: readonly string[] = [],
): Promise<Load> {
  const { origin, pathname } = new URL(url);
  const requests = cookies.map((Cookie) => ({ path: pathname, headers: { Cookie } }));
  const answered = await autocannon({
    url: requests.length > 0 ? origin : url,
    connections: CONNECTIONS,
    duration: seconds,
    workers: 1,
    ...(requests.length > 0 && { requests }),
  });
  if (answered.non2xx + answered.errors > 0 || answered['2xx'] === 0) {
    throw new Error(`${answered.non2xx} refused, ${answered.errors} failed, ${answered['2xx']} answered`);
  }
  const { p50, p99 } = answered.latency;
  return { requests: answered.requests.total / answered.duration, p50, p99 };
}
