import { parseArgs } from 'node:util';
import { loadConfig } from '../platform/config/load-config.js';
import { type CommandOutcome } from '../platform/management/command-line.js';
import { readManagementAccess } from '../platform/management/management-token.js';
import { commandOf, helpText, VERIFY } from './commands.js';
import { askRunningService } from './running-service.js';
import { verifyFile } from './verify-file.js';

/**
 * `medimail COMMAND`.
 *
 * @returns the exit code: 0 done, 1 failed, 2 not understood
 */
async function main(): Promise<number> {
  const options = { help: { type: 'boolean', short: 'h' }, jwks: { type: 'string' } } as const;
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (values.help === true) {
    process.stdout.write(helpText());
    return 0;
  }
  const typed = commandOf(positionals);
  const option = values.jwks;
  if (typed === undefined || (typed.command.option === undefined) !== (option === undefined)) {
    process.stderr.write(helpText());
    return 2;
  }
  const { exitCode, lines } = await run(typed.command.name, typed.args, option);
  for (const line of lines) process.stdout.write(`${line}\n`);
  return exitCode;
}

async function run(command: string, args: readonly string[], jwks = ''): Promise<CommandOutcome> {
  if (command === VERIFY) return verifyFile(args[0] ?? '', jwks);
  // A process of its own takes neither the service's ports nor its place in the log.
  const config = loadConfig({
    LOG_LEVEL: 'error',
    ...process.env,
    MANAGEMENT_PORT: '0',
    ROLES: command.startsWith('retention ') ? 'projections,sweeper' : 'projections',
  });
  const access = await readManagementAccess(config.dataDir);
  const outcome = access && (await askRunningService(access, command, args));
  if (outcome !== undefined) return outcome;
  // Nest and the engines are loaded only where they are needed.
  const { runStandalone } = await import('./standalone.js');
  return runStandalone(config, command, args);
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
