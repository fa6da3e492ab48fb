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

/** The option that changes nothing: for the command its last argument. */
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
    args: ['FILE.csv', '[REPORT]', '[--dry-run]'],
    summary: 'make the accounts of a file; what became of each line is printed, or written to a new file',
  },
  {
    name: 'accounts create',
    args: [
      'ADDRESS',
      'TYPE',
      '[LASTNAME]',
      '[FIRSTNAME]',
      '[LABEL]',
      '[IDTYPE]',
      '[IDNUMBER]',
      '[NOTIFYADDRESS]',
    ],
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
    args: ['ACCOUNT', 'mssante|apicrypt', 'ADDRESS', '[STATE]', '[SINCE]', '[DETAILS]'],
    summary: 'another address under which the account is reached; active, pending or suspended, since a day',
  },
  {
    name: 'accounts remove-correspondence',
    args: ['ACCOUNT', 'mssante|apicrypt'],
    summary: 'take that address from the account: it is free for others from then on',
  },
  {
    name: 'accounts association-code',
    args: ['ACCOUNT'],
    summary:
      'a one-time code for the first login of the person of an account, told this once, and until when',
  },
  {
    name: 'accounts retention',
    args: ['ACCOUNT', 'DAYS'],
    summary: 'keep its messages for so many days from their sealing; "": for as long as all are kept',
  },
  {
    name: 'manager set',
    args: ['ACCOUNT', 'FILE.json'],
    summary: 'the structure that administers an account: { name, administrators [{ name, email, phone }] }',
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
    name: 'notifications status',
    args: [],
    summary: 'how many mails to accounts wait, and up to which day ends are announced',
  },
  {
    name: 'retention sweep',
    args: [],
    summary: 'end all that is due now, to the last byte',
  },
];

/** Roles of the process that runs the command by itself: the fewest that know it, none that answers users. */
export const rolesOf = (command: string): string =>
  command.startsWith('retention ') ? 'projections,sweeper' : 'projections';

/** What was typed, understood; undefined where there is no such command, or its arguments are not these. */
export function commandOf(
  words: readonly string[],
): { readonly command: Command; readonly args: readonly string[] } | undefined {
  const command = commands.find(({ name }) => name === words.slice(0, wordsOf(name)).join(' '));
  const args = words.slice(command === undefined ? 0 : wordsOf(command.name));
  if (command === undefined) return undefined;
  const isDry = args.includes(DRY_RUN);
  if (isDry && !command.args.includes(`[${DRY_RUN}]`)) return undefined;
  const named = args.filter((arg) => arg !== DRY_RUN);
  return fits(named.length, command) ? { command, args: isDry ? [...named, DRY_RUN] : named } : undefined;
}

const wordsOf = (name: string): number => name.split(' ').length;

function fits(given: number, { args }: Command): boolean {
  const names = args.filter((name) => name !== `[${DRY_RUN}]`);
  return given <= names.length && given >= names.filter((name) => !name.startsWith('[')).length;
}

function usageOf({ name, args, option }: Command): string {
  const options = option === undefined ? [] : [`--${option.name} ${option.argument}`];
  return [name, ...args, ...options].join(' ');
}

/** The table of README.md (Markdown). */
export function commandsTable(): string {
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const rows = commands.map((command) => [`\`${usageOf(command)}\``, command.summary]);
  const lines = [['`npx medimail …`', 'what it does'], ['---', '---'], ...rows];
  return lines.map((cells) => `| ${cells.map(cell).join(' | ')} |`).join('\n');
}

export function helpText(): string {
  const usage = commands.map((command) => {
    const typed = usageOf(command);
    // What would leave no room for the words has a line of its own.
    const left = typed.length < 34 ? typed.padEnd(34) : `${typed}\n${' '.repeat(36)}`;
    return `  ${left}${command.summary}`;
  });
  return [
    'Usage: medimail COMMAND',
    '',
    ...usage,
    '',
    'Speaks to the running service over its management port; with none running it opens',
    'DATA_DIR itself. Reads the same environment variables as the service.',
    '',
    'Exits 0 when it is done, 1 when it was refused or failed (an import: when a line was), and 2 when',
    'the command was not understood. What is in brackets may be absent; "" leaves a text empty.',
    '',
  ].join('\n');
}
