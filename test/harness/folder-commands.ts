import fc from 'fast-check';
import { type Decider, Refusal } from '../../src/contracts/decider.js';
import { type MailboxEvent } from '../../src/contracts/events/mailbox.events.js';
import { registerMailbox } from '../../src/accounts/decide-register-mailbox.js';
import { mailboxDecider } from '../../src/accounts/mailbox.decider.js';
import { type MailboxState, noMailbox } from '../../src/accounts/mailbox.state.js';
import { changeFolder } from '../../src/folders/decide-change-folder.js';
import { createFolder } from '../../src/folders/decide-create-folder.js';
import { deleteFolder } from '../../src/folders/decide-delete-folder.js';

const anyName = fc.constantFrom(
  'Avis',
  'AVIS',
  'Échos',
  'echos',
  'boîte de reception',
  'Autres',
  'À voir',
  ' ',
);
/** Of the folders that there are when it comes to it, or one that there is not. */
const anyFolder = fc.nat(1_000);
const anyParent = fc.oneof(fc.constant(null), anyFolder);

export type FolderCommand =
  | { readonly kind: 'create'; readonly name: string; readonly parent: string | null }
  | {
      readonly kind: 'change';
      readonly folder: string;
      readonly name?: string | undefined;
      readonly parent?: string | null | undefined;
    }
  | {
      readonly kind: 'delete';
      readonly folder: string;
      readonly moveTo: string | undefined;
      readonly holdsMessages: boolean;
    };

const maybe = <T>(some: fc.Arbitrary<T>) => fc.option(some, { nil: undefined });

/** A command whose folders are numbers, until it is known which folders there are. */
type Drawn<Command> = {
  readonly [Key in keyof Command]: Key extends 'folder' | 'parent' | 'moveTo'
    ? number | Exclude<Command[Key], string>
    : Command[Key];
};
export type DrawnCommand = FolderCommand extends infer Command
  ? Command extends FolderCommand
    ? Drawn<Command>
    : never
  : never;

export const anyFolderCommands: fc.Arbitrary<DrawnCommand[]> = fc.array(
  fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({ kind: fc.constant('create'), name: anyName, parent: anyParent }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        kind: fc.constant('change'),
        folder: anyFolder,
        name: maybe(anyName),
        parent: maybe(anyParent),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        kind: fc.constant('delete'),
        folder: anyFolder,
        moveTo: maybe(anyFolder),
        holdsMessages: fc.boolean(),
      }),
    },
  ),
  { maxLength: 60, size: 'max' },
);

/** Folders of its own twice as often as the four of every account. */
function chosen(command: DrawnCommand, state: MailboxState): FolderCommand {
  const own = [...state.folders.keys()].slice(4);
  const ids = [...own, ...own, ...state.folders.keys(), 'none'];
  const named = Object.entries(command).map(([key, value]) => [
    key,
    typeof value === 'number' ? ids[value % ids.length] : value,
  ]);
  return Object.fromEntries(named) as FolderCommand;
}

export type DecideFolder = (state: MailboxState, command: FolderCommand) => MailboxEvent[];

/** The deciders' rules, by command. */
export const decideFolder: DecideFolder = (state, command) => {
  if (command.kind === 'change') return changeFolder(state, command);
  if (command.kind === 'delete') return deleteFolder(state, command);
  const folder = `f${state.folders.size + state.deletedFolders.size - 4}`;
  return createFolder(state, { ...command, folder });
};

export interface FoldersTaken {
  readonly command: FolderCommand;
  readonly before: MailboxState;
  readonly events: readonly MailboxEvent[];
  readonly after: MailboxState;
}

/** A mailbox and what came of each command, in order; what is refused changes nothing. */
export function playFolders(
  commands: readonly DrawnCommand[],
  decide: DecideFolder = decideFolder,
  decider: Decider<MailboxState, MailboxEvent> = mailboxDecider,
): FoldersTaken[] {
  const account = { type: 'PER', owner: 'p1', address: 'a@medimail.test', label: 'A' } as const;
  const fold = (state: MailboxState, events: readonly MailboxEvent[]) =>
    events.reduce((current, event) => decider.evolve(current, event), state);
  let state = fold(noMailbox, registerMailbox(noMailbox, account));
  return commands.map((drawn) => {
    const before = state;
    const command = chosen(drawn, before);
    const events = eventsOf(() => decide(before, command));
    state = fold(before, events);
    return { command, before, events, after: state };
  });
}

function eventsOf(decide: () => MailboxEvent[]): MailboxEvent[] {
  try {
    return decide();
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
