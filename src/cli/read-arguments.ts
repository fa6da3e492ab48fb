import { parseArgs } from 'node:util';
import { type Command, commandOf, DRY_RUN } from './commands.js';

/** What was typed after `medimail`, understood. */
export interface Arguments {
  readonly command: Command;
  readonly args: readonly string[];
  /** Of `--jwks`. */
  readonly option: string | undefined;
}

/** @returns undefined where the help is what answers it: there is no such command, or option */
export function readArguments(typed: readonly string[]): Arguments | 'help' | undefined {
  const parsed = optionsOf(typed);
  if (parsed === undefined) return undefined;
  const { values, positionals } = parsed;
  if (values.help === true) return 'help';
  const found = commandOf(values['dry-run'] === true ? [...positionals, DRY_RUN] : positionals);
  const option = values.jwks;
  if (found === undefined || (found.command.option === undefined) !== (option === undefined))
    return undefined;
  return { ...found, option };
}

function optionsOf(typed: readonly string[]) {
  const options = {
    help: { type: 'boolean', short: 'h' },
    jwks: { type: 'string' },
    'dry-run': { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...typed], options, allowPositionals: true });
  } catch (error) {
    if (isMistyped(error)) return undefined;
    throw error;
  }
}

/** An option that there is not, or that has a value too many or too few. */
const isMistyped = (error: unknown): boolean =>
  error instanceof TypeError &&
  'code' in error &&
  typeof error.code === 'string' &&
  error.code.startsWith('ERR_PARSE_ARGS_');
