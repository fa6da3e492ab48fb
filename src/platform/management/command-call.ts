import { once } from 'node:events';
import { type IncomingMessage, type ServerResponse } from 'node:http';
import { type CommandLine } from './command-line.js';

const MAX_BODY_BYTES = 64 * 1024;

/** The type of an answer of which lines came before the command's end: each `{ line }`, the last the outcome. */
export const WRITTEN_LINES = 'application/x-ndjson';

/**
 * Has a command carried out for who asked over the management port. Without lines before its end the answer is the
 * outcome alone; a command that fails in the middle cuts the answer off.
 */
export async function callCommand(
  commands: CommandLine,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const args = await argsOf(request);
  if (args === undefined) {
    answer(response, 400, { error: 'args must be a list of strings' });
    return;
  }
  const outcome = await commands.run(name, args, async (line) => {
    if (!response.headersSent) response.writeHead(200, headers(WRITTEN_LINES));
    await written(response, `${JSON.stringify({ line })}\n`);
  });
  if (response.headersSent) response.end(`${JSON.stringify(outcome)}\n`);
  else if (outcome === undefined) answer(response, 404, { error: 'unknown-command' });
  else answer(response, 200, outcome);
}

/** @throws Error whoever asked has gone */
async function written(response: ServerResponse, text: string): Promise<void> {
  checkThere(response);
  if (response.write(text)) return;
  // Either may come, and only one of them: the other must not stay to be waited for.
  const waiting = new AbortController();
  const { signal } = waiting;
  const drained = once(response, 'drain', { signal });
  const closed = once(response, 'close', { signal });
  try {
    await Promise.race([drained, closed]);
  } finally {
    waiting.abort();
    await Promise.allSettled([drained, closed]);
  }
  checkThere(response);
}

function checkThere({ destroyed }: ServerResponse): void {
  if (destroyed) throw new Error('whoever asked for the command has gone');
}

const headers = (type: string) => ({ 'Content-Type': type, 'Cache-Control': 'no-store' });

function answer(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, headers('application/json'));
  response.end(JSON.stringify(body));
}

/** The body `{ args: string[] }`; undefined where it is anything else. */
async function argsOf(request: IncomingMessage): Promise<readonly string[] | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) return undefined;
    chunks.push(chunk);
  }
  try {
    const body = JSON.parse(Buffer.concat(chunks).toString('utf8')) as { args?: unknown } | null;
    const args: unknown = body?.args;
    return Array.isArray(args) && args.every((arg): arg is string => typeof arg === 'string')
      ? args
      : undefined;
  } catch {
    return undefined;
  }
}
