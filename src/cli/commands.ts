/** A command as the user types it; what it does is registered in the service under the same name. */
export interface Command {
  readonly name: string;
  /** Names of its arguments; those in brackets may be absent. */
  readonly args: readonly string[];
  readonly summary: string;
}

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
  const command = commands.find(({ name }) => name === words.slice(0, 2).join(' '));
  const args = words.slice(2);
  return command === undefined || !fits(args.length, command) ? undefined : { command, args };
}

function fits(given: number, { args }: Command): boolean {
  return given <= args.length && given >= args.filter((name) => !name.startsWith('[')).length;
}

export function helpText(): string {
  const usage = commands.map(({ name, args, summary }) => {
    return `  ${[name, ...args].join(' ').padEnd(34)}${summary}`;
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
