import { type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Response } from 'express';

/**
 * Sends the stream as the answer's body, no faster than it is read. A client that goes away has what it wanted, or
 * does not want it. A stream that fails cuts the connection: what came looks incomplete, as it is.
 *
 * @throws whatever the stream failed with
 */
export async function sendStream(source: Readable, response: Response): Promise<void> {
  await pipeline(source, response).catch((error: unknown) => {
    if (!isGoneClient(error, response)) throw error;
  });
}

/** Whether what failed was the connection, and not what was to be sent. */
export function isGoneClient(error: unknown, response: Response): boolean {
  return (
    response.destroyed &&
    error instanceof Error &&
    'code' in error &&
    error.code === 'ERR_STREAM_PREMATURE_CLOSE'
  );
}
