import { once } from 'node:events';
import { resolve } from 'node:path';
import { loadConfig } from '../platform/config/load-config.js';
import { type CommandOutcome } from '../platform/management/command-line.js';
import { readManagementAccess } from '../platform/management/management-token.js';
import { commands, DRY_RUN, helpText, VERIFY, rolesOf } from './commands.js';
import { readArguments } from './read-arguments.js';
import { askRunningService } from './running-service.js';
import { verifyFile } from './verify-file.js';

/**
 * `medimail COMMAND`.
 *
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
async function main(): Promise<number> {
  const typed = readArguments(process.argv.slice(2));
  if (typed === 'help') {
    process.stdout.write(helpText());
    return 0;
  }
  if (typed === undefined) {
    process.stderr.write(helpText());
    return 2;
  }
  const { exitCode, lines } = await run(typed.command.name, typed.args, typed.option);
  for (const line of lines) await print(line);
  return exitCode;
}

async function run(command: string, args: readonly string[], jwks = ''): Promise<CommandOutcome> {
  if (command === VERIFY) return verifyFile(args[0] ?? '', jwks);
  // A process of its own takes neither the service's ports nor its place in the log.
  const config = loadConfig({
    LOG_LEVEL: 'error',
    ...process.env,
    MANAGEMENT_PORT: '0',
    ROLES: rolesOf(command),
  });
  const access = await readManagementAccess(config.dataDir);
  // The service reads and writes files from another folder.
  const named = args.map((arg, index) => (arg !== DRY_RUN && isFile(command, index) ? resolve(arg) : arg));
  const outcome = access && (await askRunningService(access, command, named, print));
  if (outcome !== undefined) return outcome;
  // Nest and the engines are loaded only where they are needed.
  const { runStandalone } = await import('./standalone.js');
  return runStandalone(config, command, named, print);
}

const FILES: readonly string[] = ['FILE.csv', 'FILE.html', 'FILE.json', '[REPORT]'];
const isFile = (command: string, index: number): boolean =>
  FILES.includes(commands.find(({ name }) => name === command)?.args[index] ?? '');

/** No faster than it is read. */
async function print(line: string): Promise<void> {
  if (!process.stdout.write(`${line}\n`)) await once(process.stdout, 'drain');
}

main().then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
