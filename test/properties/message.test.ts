import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Decider } from '../../src/contracts/decider.js';
import { type MessageEvent } from '../../src/contracts/events/message.events.js';
import { messageDecider } from '../../src/messages/message.decider.js';
import { copyKey, type MessageState } from '../../src/messages/message.state.js';
import { countsOf, placesOf } from '../harness/folder-counts.js';
import {
  anyCommands,
  anySending,
  type Decide,
  decideMessage,
  play,
  type Sending,
  type Taken,
} from '../harness/message-commands.js';
import { expiresAt } from '../harness/sealed-message.js';

type Property = (history: readonly Taken[], sending: Sending) => void;
interface Variant {
  readonly decide?: Decide;
  readonly decider?: Decider<MessageState, MessageEvent>;
}

/** As if its time never came. */
const endless = (state: MessageState): MessageState => ({
  ...state,
  phase: 'kept',
  copies: new Map([...state.copies].map(([key, copy]) => [key, { ...copy, expiresAt: '9' }])),
});

const check = (property: Property, { decide, decider }: Variant = {}, numRuns = 400) =>
  fc.check(
    fc.property(anySending, anyCommands, (sending, commands) => {
      property(play(sending, commands, decide, decider), sending);
    }),
    { numRuns },
  );

/** The property holds of the rules, and finds the fault that is planted in them. */
function property(name: string, holds: Property, fault: Variant): void {
  it(name, () => {
    const { failed, errorInstance } = check(holds);
    if (failed) throw errorInstance;
  });
  it(`${name}: and the property finds a planted fault`, () => {
    expect(check(holds, fault, 2_000).failed).toBe(true);
  });
}

const eventsOf = (history: readonly Taken[]) => history.flatMap(({ events }) => events);
const ofType = <T extends MessageEvent['type']>(history: readonly Taken[], type: T) =>
  eventsOf(history).filter((event): event is Extract<MessageEvent, { type: T }> => event.type === type);
const ends = (history: readonly Taken[]) => history.at(-1)?.after ?? messageDecider.initial;

/** Changes the events of one decision. */
const mutated = (change: (events: MessageEvent[], state: MessageState) => MessageEvent[]): Variant => ({
  decide: (state, command, sending) => change(decideMessage(state, command, sending), state),
});
/** An evolve that overlooks one type of event. */
const blindTo = (type: MessageEvent['type']): Variant => ({
  decider: {
    ...messageDecider,
    evolve: (state, event) => (event.type === type ? state : messageDecider.evolve(state, event)),
  },
});

describe('whatever is done to a message, in any order', () => {
  property(
    'each holder has one copy; only the sender can have two, the received and the sent one',
    (history) => {
      const delivered = [...ofType(history, 'MessageSent'), ...ofType(history, 'MessageDelivered')];
      const roles = delivered.map(({ data }) => `${data.mailbox}/${data.copy}`);
      expect(new Set(roles).size).toBe(roles.length);
      for (const { data } of ofType(history, 'MessageDelivered')) {
        expect(delivered.filter((other) => other.data.mailbox === data.mailbox).length).toBe(
          data.mailbox === 'a' ? 2 : 1,
        );
      }
    },
    mutated((events) =>
      events.flatMap((event) =>
        event.type === 'MessageDelivered' && event.data.role === 'delegate'
          ? [event, { ...event, data: { ...event.data, copy: `${event.data.copy}-sent` } }]
          : [event],
      ),
    ),
  );

  property(
    'a delegate’s copy is of recipients alone, and says whose; a copy is never copied again',
    (history, { to, delegates }) => {
      for (const { data } of ofType(history, 'MessageDelivered')) {
        const of = [...new Set(to)].filter((recipient) => delegates[recipient]?.includes(data.mailbox));
        expect(data.copyOf).toEqual(data.role === 'delegate' ? of : []);
        expect(to.includes(data.mailbox)).toBe(data.role === 'recipient');
      }
    },
    {
      decide: (state, command, sending) => {
        const chained = sending.to.flatMap((one) => sending.delegates[one] ?? []);
        return decideMessage(state, command, { ...sending, to: [...sending.to, ...chained] });
      },
    },
  );

  property(
    'a person’s opening is recorded once for each time that the copy was unread, and once otherwise',
    (history) => {
      const seen = new Set<string>();
      for (const event of eventsOf(history)) {
        if (event.type === 'MessageMarkedUnread')
          seen.add(`unread ${copyKey(event.data.mailbox, event.data.copy)}`);
        if (event.type !== 'MessageOpened') continue;
        const { mailbox, copy, person } = event.data;
        const again = seen.has(`${mailbox}/${copy}/${person}`);
        if (again) expect(seen.delete(`unread ${copyKey(mailbox, copy)}`)).toBe(true);
        seen.delete(`unread ${copyKey(mailbox, copy)}`);
        seen.add(`${mailbox}/${copy}/${person}`);
      }
    },
    blindTo('MessageOpened'),
  );

  property(
    'the first opening of a copy, and no other, says that it is the first',
    (history) => {
      const opened = new Set<string>();
      for (const { data } of ofType(history, 'MessageOpened')) {
        const copy = copyKey(data.mailbox, data.copy);
        expect(data.firstOfMailbox).toBe(!opened.has(copy));
        opened.add(copy);
      }
    },
    mutated((events, state) =>
      events.map((event) =>
        event.type === 'MessageOpened'
          ? { ...event, data: { ...event.data, firstOfMailbox: state.copies.size > 2 } }
          : event,
      ),
    ),
  );

  property(
    'a copy is in the charge of one person at a time, until that is ended, which says whose it was',
    (history) => {
      const charges = new Map<string, string>();
      for (const { type, data } of eventsOf(history)) {
        if (type !== 'MessageTaken' && type !== 'MessageReleased') continue;
        const copy = copyKey(data.mailbox, data.copy);
        expect(charges.get(copy)).toBe(type === 'MessageTaken' ? undefined : data.person);
        if (type === 'MessageTaken') charges.set(copy, data.person);
        else charges.delete(copy);
      }
    },
    blindTo('MessageTaken'),
  );

  property(
    'nothing happens after the end, nor from the instant on at which it is due',
    (history) => {
      const ended = history.findIndex(({ after }) => after.phase === 'expired');
      const late = ended < 0 ? [] : history.slice(ended + 1);
      expect(eventsOf(late)).toEqual([]);
      for (const { command, events } of history) {
        if (command.kind === 'send' || command.kind === 'expire' || command.at < expiresAt) continue;
        expect(events).toEqual([]);
      }
    },
    {
      decide: (state, command, sending) =>
        decideMessage(command.kind === 'open' ? endless(state) : state, command, sending),
    },
  );

  property(
    'a message ends once: when its time has come, or with its last copy, in the same append',
    (history) => {
      for (const { command, events } of history) {
        const end = events.find((event) => event.type === 'MessageExpired');
        if (end === undefined) continue;
        expect(events.at(-1)).toBe(end);
        if (end.data.reason === 'retention')
          expect(command.kind === 'expire' && command.at >= expiresAt).toBe(true);
        else expect(events[0]?.type).toBe('MessageDeletedForever');
      }
      expect(ofType(history, 'MessageExpired').length).toBeLessThanOrEqual(1);
      if (ends(history).phase === 'kept') expect(ends(history).copies.size).toBeGreaterThan(0);
    },
    mutated((events) => events.filter((event) => event.type !== 'MessageExpired')),
  );

  property(
    'what was sealed never changes: there is one sealing, and the contents stay the same',
    (history) => {
      expect(ofType(history, 'MessageSealed')).toHaveLength(1);
      const [first] = history;
      for (const { after } of history) {
        expect([after.body, after.attachments, after.expiresAt]).toEqual([
          first?.after.body,
          first?.after.attachments,
          first?.after.expiresAt,
        ]);
      }
    },
    {
      decide: (state, command, sending) =>
        decideMessage(command.kind === 'send' ? messageDecider.initial : state, command, sending),
    },
  );

  property(
    'the counts that folders keep from the events are those of a recount of the copies',
    (history) => {
      const counts = new Map<string, number>();
      for (const event of eventsOf(history)) {
        for (const [folder, change] of countsOf(event))
          counts.set(folder, (counts.get(folder) ?? 0) + change);
      }
      const recount = new Map<string, number>();
      for (const copy of ends(history).copies.values()) {
        for (const folder of placesOf(copy)) recount.set(folder, (recount.get(folder) ?? 0) + 1);
      }
      for (const [folder, count] of counts) if (count === 0) counts.delete(folder);
      expect(new Map([...counts].sort())).toEqual(new Map([...recount].sort()));
    },
    mutated((events) =>
      events.map((event) =>
        event.type === 'MessageMoved' ? { ...event, data: { ...event.data, unread: true } } : event,
      ),
    ),
  );

  property(
    'every opening names the sender’s copy, while there is one',
    (history) => {
      const [sent] = ofType(history, 'MessageSent');
      let copy: object | null = { mailbox: 'a', copy: sent?.data.copy };
      for (const event of eventsOf(history)) {
        if (event.type === 'MessageOpened') expect(event.data.senderCopy).toEqual(copy);
        if (event.type !== 'MessageDeletedForever') continue;
        if (event.data.mailbox === 'a' && event.data.copy === sent?.data.copy) copy = null;
      }
    },
    blindTo('MessageDeletedForever'),
  );

  property(
    'the state read back from the log is the state that lived, and its private parts change nothing of it',
    (history) => {
      const stored = JSON.parse(JSON.stringify(eventsOf(history))) as MessageEvent[];
      const replay = (events: readonly MessageEvent[]) =>
        events.reduce((state, event) => messageDecider.evolve(state, event), messageDecider.initial);
      expect(replay(stored)).toEqual(ends(history));
      expect(replay(stored.map((event) => ({ ...event, private: null })))).toEqual(ends(history));
    },
    blindTo('MessageRestored'),
  );
});
