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
  let response: Response;
  try {
    response = await fetch(`${url}/cli/${encodeURIComponent(command)}`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ args }),
      signal: AbortSignal.timeout(TIME_LIMIT_MS),
    });
  } catch (error) {
    if (isRefusedConnection(error)) return undefined;
    throw error;
  }
  if (!response.ok) throw new Error(`the service refused the command (${response.status})`);
  return (await response.json()) as CommandOutcome;
}

function isRefusedConnection(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof Error && 'code' in cause && cause.code === 'ECONNREFUSED';
}
