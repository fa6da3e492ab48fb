import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { WRITTEN_LINES } from '../platform/management/command-call.js';
import { type CommandOutcome, type LineWriter } from '../platform/management/command-line.js';
import { type ManagementAccess } from '../platform/management/management-token.js';

/** A rebuild of everything may take this long, in milliseconds. */
const TIME_LIMIT_MS = 3_600_000;

/**
 * Has the running service carry the command out.
 *
 * @param write takes the lines that come before the end
 * @returns undefined where none answers at that address any more
 * @throws Error the service refused
 */
export async function askRunningService(
  { url, token }: ManagementAccess,
  command: string,
  args: readonly string[],
  write: LineWriter,
): Promise<CommandOutcome | undefined> {
  // Not `fetch`: it gives up where the headers take longer than five minutes, and they come when the command ends.
  const asked = request(`${url}/cli/${encodeURIComponent(command)}`, {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    signal: AbortSignal.timeout(TIME_LIMIT_MS),
  });
  asked.end(JSON.stringify({ args }));
  let response: IncomingMessage;
  try {
    [response] = (await once(asked, 'response')) as [IncomingMessage];
  } catch (error) {
    if (isRefusedConnection(error)) return undefined;
    throw error;
  }
  if (response.statusCode !== 200) {
    response.resume();
    throw new Error(`the service refused the command (${response.statusCode})`);
  }
  if (response.headers['content-type'] === WRITTEN_LINES) return outcomeAfterLines(response, write);
  return JSON.parse(await text(response)) as CommandOutcome;
}

async function outcomeAfterLines(response: IncomingMessage, write: LineWriter): Promise<CommandOutcome> {
  for await (const json of createInterface({ input: response, crlfDelay: Infinity })) {
    const told = JSON.parse(json) as { readonly line: string } | CommandOutcome;
    if (!('line' in told)) return told;
    await write(told.line);
  }
  throw new Error('the service ended before the command did');
}

function isRefusedConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
