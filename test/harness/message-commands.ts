import fc from 'fast-check';
import { type Decider, Refusal } from '../../src/contracts/decider.js';
import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { deleteForever, expire } from '../../src/messages/decide-end.js';
import { exportCopy } from '../../src/messages/decide-export.js';
import { markUnread } from '../../src/messages/decide-mark-unread.js';
import { move, remove, restore } from '../../src/messages/decide-move.js';
import { open } from '../../src/messages/decide-open.js';
import { send } from '../../src/messages/decide-send.js';
import { release, take } from '../../src/messages/decide-take.js';
import { type ActOnCopy } from '../../src/messages/held-copy.js';
import { messageDecider } from '../../src/messages/message.decider.js';
import { type MessageState } from '../../src/messages/message.state.js';
import { by, expiresAt, sealedAt, sealedMessage } from './sealed-message.js';

/** Five mailboxes, each used by two people, some of them delegates of others, chains and loops included. */
export const mailboxes = ['a', 'b', 'c', 'd', 'e'] as const;
const folders = ['inbox', 'sent', 'deleted', 'f1', 'drafts', 'unknown'] as const;
const times = [sealedAt, '2027-02-23T09:59:59.999Z', expiresAt] as const;

type Step = { readonly copy: string; readonly mailbox: string; readonly person: string; readonly at: string };
export type MessageCommand =
  | ({
      readonly kind: 'open' | 'unread' | 'export' | 'take' | 'release' | 'delete' | 'restore' | 'forever';
    } & Step)
  | ({ readonly kind: 'move'; readonly folder: string } & Step)
  | { readonly kind: 'expire'; readonly at: string }
  | { readonly kind: 'send' };

export interface Sending {
  readonly to: readonly string[];
  readonly delegates: Readonly<Record<string, readonly string[]>>;
}

const step = {
  copy: fc.constantFrom('m1', 'm1', 'm1', 'm1-sent'),
  mailbox: fc.constantFrom(...mailboxes),
  person: fc.constantFrom('p1', 'p2'),
  at: fc.constantFrom(...times, sealedAt, sealedAt, sealedAt),
};

export const anySending: fc.Arbitrary<Sending> = fc.record({
  to: fc.array(fc.constantFrom(...mailboxes), { minLength: 1, maxLength: 6 }),
  delegates: fc.dictionary(fc.constantFrom(...mailboxes), fc.subarray([...mailboxes])),
});

const one: fc.Arbitrary<MessageCommand> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom('open', 'unread', 'export', 'take', 'release', 'delete', 'restore', 'forever'),
      ...step,
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('move'), folder: fc.constantFrom(...folders), ...step }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('expire'), at: fc.constantFrom(...times) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('send') }) },
);

/** A mailbox gets rid of its copy: by chance alone the last copy would hardly ever go. */
const clearing: fc.Arbitrary<MessageCommand[]> = fc
  .record({ ...step, at: fc.constant(sealedAt) })
  .map((how) => [
    { kind: 'delete', ...how },
    { kind: 'forever', ...how },
  ]);

export const anyCommands: fc.Arbitrary<MessageCommand[]> = fc
  .array(
    fc.oneof({ weight: 3, arbitrary: one.map((command) => [command]) }, { weight: 1, arbitrary: clearing }),
    {
      maxLength: 40,
    },
  )
  .map((steps) => steps.flat());

export type Decide = (state: MessageState, command: MessageCommand, sending: Sending) => MessageEvent[];

const folderExists = (folder: string) => folder !== 'unknown';

/** The decider's rules, by command. */
export const decideMessage: Decide = (state, command, sending) => {
  if (command.kind === 'send') {
    const recipients = sending.to.map((mailbox) => ({
      mailbox,
      delegates: sending.delegates[mailbox] ?? [],
    }));
    return send(state, sealedMessage({ sender: 'a', recipients }));
  }
  if (command.kind === 'expire') return expire(state, command.at);
  const act: ActOnCopy = { ...command, by };
  if (command.kind === 'move') return move(state, { ...act, folder: command.folder, folderExists });
  const decisions = {
    open,
    unread: markUnread,
    export: exportCopy,
    take,
    release,
    delete: remove,
    forever: deleteForever,
    restore: (current: MessageState, how: ActOnCopy) => restore(current, { ...how, folderExists }),
  };
  return decisions[command.kind](state, act);
};

export interface Taken {
  readonly command: MessageCommand;
  readonly before: MessageState;
  readonly events: readonly MessageEvent[];
  readonly after: MessageState;
  readonly refused: string | null;
}

/** What came of each command, in order; a refusal is an outcome like others, any other error is not. */
export function play(
  sending: Sending,
  commands: readonly MessageCommand[],
  decide: Decide = decideMessage,
  decider: Decider<MessageState, MessageEvent> = messageDecider,
): Taken[] {
  const history: Taken[] = [];
  let state = decider.initial;
  for (const command of [{ kind: 'send' } as const, ...commands]) {
    const before = state;
    const { events, refused } = outcomeOf(() => decide(before, command, sending));
    state = events.reduce((current, event) => decider.evolve(current, event), state);
    history.push({ command, before, events, after: state, refused });
  }
  return history;
}

function outcomeOf(decide: () => MessageEvent[]): { events: MessageEvent[]; refused: string | null } {
  try {
    return { events: decide(), refused: null };
  } catch (error) {
    if (error instanceof Refusal) return { events: [], refused: error.code };
    throw error;
  }
}
