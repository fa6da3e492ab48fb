import { PortalUnavailable } from './portal.js';

/** Of every call to the portal, answer included, in milliseconds. */
export const PORTAL_TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 256 * 1024;

export interface OutsideAnswer {
  readonly status: number;
  readonly type: string;
  readonly text: string;
}

/**
 * One call to the portal: bounded in time and size, no redirect followed.
 *
 * @throws PortalUnavailable no answer in time, one too large, or a server error
 */
export async function callPortal(
  operation: string,
  url: string,
  init: RequestInit = {},
): Promise<OutsideAnswer> {
  try {
    const signal = AbortSignal.timeout(PORTAL_TIMEOUT_MS);
    const response = await fetch(url, { ...init, signal, redirect: 'error' });
    const text = await boundedText(response);
    if (response.status >= 500) throw new Error(`status ${response.status}`);
    return { status: response.status, type: response.headers.get('content-type') ?? '', text };
  } catch (error) {
    throw new PortalUnavailable(operation, { cause: error });
  }
}

async function boundedText(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new Error('the answer is too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
