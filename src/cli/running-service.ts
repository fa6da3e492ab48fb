import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';
import { type CommandOutcome } from '../platform/management/command-line.js';
import { type ManagementAccess } from '../platform/management/management-token.js';

/** A rebuild of everything may take this long, in milliseconds. */
const TIME_LIMIT_MS = 3_600_000;

/**
 * Has the running service carry the command out.
 *
 * @returns undefined where none answers at that address any more
 * @throws Error the service refused
 */
export async function askRunningService(
  { url, token }: ManagementAccess,
  command: string,
  args: readonly string[],
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
  const answer = await text(response);
  if (response.statusCode !== 200)
    throw new Error(`the service refused the command (${response.statusCode})`);
  return JSON.parse(answer) as CommandOutcome;
}

function isRefusedConnection(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ECONNREFUSED';
}
