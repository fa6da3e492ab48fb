/** A command as the user types it. What it does is registered in the service under the same name, but for {@link VERIFY}. */
export interface Command {
  readonly name: string;
  /** Names of its arguments; those in brackets may be absent. */
  readonly args: readonly string[];
  /** An option that it must have, with its argument's name. */
  readonly option?: { readonly name: 'jwks'; readonly argument: string };
  readonly summary: string;
}

/** Needs no service and no stores: it reads files. */
export const VERIFY = 'verify';

/** The option that changes nothing, as the argument that it is for the command. */
export const DRY_RUN = '--dry-run';

/** The command line: the only list, of which its help is made. */
export const commands: readonly Command[] = [
  { name: 'keys rotate', args: [], summary: 'wrap every secret under the next master key' },
  {
    name: 'keys rotate-seals',
    args: [],
    summary: 'sign with a new sealing key from now on; old seals still verify',
  },
  { name: 'projections status', args: [], summary: 'how far each projection has got, and what is parked' },
  {
    name: 'projections rebuild',
    args: ['NAME'],
    summary: 'build a read model anew beside the one that answers, then take over',
  },
  {
    name: 'projections replay-parked',
    args: ['[NAME]'],
    summary: 'fold the events again that were parked, of one projection or of all',
  },
  {
    name: 'accounts import',
    args: ['FILE.csv', 'REPORT', '[--dry-run]'],
    summary: 'make the accounts of a file; what became of each line is written to REPORT',
  },
  {
    name: 'accounts create',
    args: ['ADDRESS', 'TYPE', '[LASTNAME]', '[FIRSTNAME]', '[LABEL]'],
    summary: 'make an account; MED, PER and INT have names, ORG and APP empty ones and a label',
  },
  {
    name: 'accounts grant',
    args: ['ACCOUNT', 'PERSON'],
    summary: 'let the person of an address use an organisational or applicative account',
  },
  { name: 'accounts revoke', args: ['ACCOUNT', 'PERSON'], summary: 'end that' },
  {
    name: 'accounts correspondence',
    args: ['ACCOUNT', 'mssante|apicrypt', 'ADDRESS'],
    summary: 'another address under which the account is reached',
  },
  {
    name: 'terms publish',
    args: ['VERSION', 'TITLE', 'FILE.html'],
    summary: 'publish terms of use: everybody is asked again',
  },
  {
    name: VERIFY,
    args: ['FILE.eml'],
    option: { name: 'jwks', argument: 'FILE' },
    summary: 'whether an exported message is as it was sealed, offline',
  },
  { name: 'policies status', args: [], summary: 'how far each policy has got, and what is parked' },
  {
    name: 'policies retry-parked',
    args: ['[NAME]'],
    summary: 'answer the events again that were parked, of one policy or of all',
  },
  {
    name: 'retention sweep',
    args: [],
    summary: 'end all that is due now, to the last byte',
  },
];

/** What was typed, understood; undefined where there is no such command, or its arguments are not these. */
export function commandOf(
  words: readonly string[],
): { readonly command: Command; readonly args: readonly string[] } | undefined {
  const command = commands.find(({ name }) => name === words.slice(0, wordsOf(name)).join(' '));
  const args = words.slice(command === undefined ? 0 : wordsOf(command.name));
  if (command === undefined || !fits(args.length, command)) return undefined;
  const place = args.indexOf(DRY_RUN);
  return place >= 0 && command.args[place] !== `[${DRY_RUN}]` ? undefined : { command, args };
}

const wordsOf = (name: string): number => name.split(' ').length;

function fits(given: number, { args }: Command): boolean {
  return given <= args.length && given >= args.filter((name) => !name.startsWith('[')).length;
}

export function helpText(): string {
  const usage = commands.map(({ name, args, option, summary }) => {
    const options = option === undefined ? [] : [`--${option.name} ${option.argument}`];
    return `  ${[name, ...args, ...options].join(' ').padEnd(34)}${summary}`;
  });
  return [
    'Usage: medimail COMMAND',
    '',
    ...usage,
    '',
    'Speaks to the running service over its management port; with none running it opens',
    'DATA_DIR itself. Reads the same environment variables as the service.',
    '',
  ].join('\n');
}
