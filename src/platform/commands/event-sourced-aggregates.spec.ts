import { beforeEach, describe, expect, it } from 'vitest';
import { type Decider, Refusal } from '../../contracts/decider.js';
import { type DomainEvent } from '../../contracts/events/event-definition.js';
import { MemoryEventStore, plainCodec } from '../../../test/harness/memory-event-store.js';
import { AppendOutcomeUnknown, EventStoreUnavailable } from '../event-store/event-store.errors.js';
import { UndecodableEvent } from '../events/event-codec.js';
import { SeededRandomness } from '../randomness/randomness.js';
import { ManualClock } from '../time/clock.js';
import { type CommandContext } from './aggregates.js';
import { StreamBusy, TooManyConflicts } from './commands.errors.js';
import { EventSourcedAggregates } from './event-sourced-aggregates.js';
import { eventId } from './folded-stream.js';

type Added = DomainEvent<'Added', { readonly what: string }, { readonly note: string }>;
interface Bag {
  readonly things: readonly string[];
  readonly notes: readonly (string | undefined)[];
}

const bag: Decider<Bag, Added> = {
  initial: { things: [], notes: [] },
  evolve: (state, event) => ({
    things: [...state.things, event.data.what],
    notes: [...state.notes, event.private?.note],
  }),
};
const add =
  (...what: string[]) =>
  () =>
    what.map((one): Added => ({ type: 'Added', data: { what: one }, private: { note: one } }));
const once = (what: string) => (state: Bag) => (state.things.includes(what) ? [] : add(what)());

const context = (operation: string): CommandContext => ({
  actor: 'p1',
  mailbox: 'm1',
  correlationId: 'c1',
  causationId: 'c0',
  operation,
});

let store: MemoryEventStore;
let clock: ManualClock;
let waits: number[];
let aggregates: EventSourcedAggregates;

function another(options = {}): EventSourcedAggregates {
  const sleep = async (milliseconds: number) => void waits.push(milliseconds);
  const randomness = new SeededRandomness(`jitter ${waits.length}`);
  return new EventSourcedAggregates({ store, codec: plainCodec, clock, randomness, sleep }, options);
}

beforeEach(() => {
  store = new MemoryEventStore();
  clock = new ManualClock('2026-11-23T10:00:00.000Z');
  waits = [];
  aggregates = another();
});

describe('a command', () => {
  it('appends what it decides, and answers stream, revision and state', async () => {
    const executed = await aggregates.execute(bag, 's-1', context('o1'), add('a', 'b'));
    expect(executed).toMatchObject({ stream: 's-1', revision: 1, state: { things: ['a', 'b'] } });
    expect(executed.events).toHaveLength(2);
    expect(await another().load(bag, 's-1')).toEqual({ state: executed.state, revision: 1 });
  });

  it('leaves actor, mailbox, time, correlation and causation beside each event (G1), with ids of its operation', async () => {
    await aggregates.execute(bag, 's-1', context('o1'), add('a', 'b'));
    expect(store.log.map((event) => event.id)).toEqual([eventId('o1', 's-1', 0), eventId('o1', 's-1', 1)]);
    expect(store.log[1]?.metadata).toEqual({
      v: 1,
      actor: 'p1',
      mailbox: 'm1',
      at: '2026-11-23T10:00:00.000Z',
      $correlationId: 'c1',
      $causationId: 'c0',
    });
  });

  it('that decides nothing appends nothing, and answers where the stream is', async () => {
    await aggregates.execute(bag, 's-1', context('o1'), once('a'));
    const again = await aggregates.execute(bag, 's-1', context('o2'), once('a'));
    expect(again).toMatchObject({ revision: 0, events: [] });
    expect(store.log).toHaveLength(1);
  });

  it('that is refused appends nothing, and does not stop those behind it', async () => {
    const refused = aggregates.execute(bag, 's-1', context('o1'), () => {
      throw new Refusal('not-found', 'Non.');
    });
    const next = aggregates.execute(bag, 's-1', context('o2'), add('a'));
    await expect(refused).rejects.toThrow(Refusal);
    expect((await next).revision).toBe(0);
  });

  it('waits its turn behind the others of its stream, and sees what they did', async () => {
    const all = ['a', 'b', 'a', 'b', 'c'].map((what, i) =>
      aggregates.execute(bag, 's-1', context(`o${i}`), once(what)),
    );
    await Promise.all(all);
    expect(waits).toEqual([]);
    expect((await aggregates.load(bag, 's-1')).state.things).toEqual(['a', 'b', 'c']);
  });

  it('is turned away where too many wait: StreamBusy', async () => {
    const narrow = another({ maxWaiting: 2 });
    const run = (operation: string) => narrow.execute(bag, 's-1', context(operation), add(operation));
    const [first, second, third] = [run('o1'), run('o2'), run('o3')];
    await expect(third).rejects.toThrow(StreamBusy);
    await Promise.all([first, second]);
    expect((await run('o4')).revision).toBe(2);
  });
});

describe('a command that another process overtakes', () => {
  it('decides again on what is there now, after a wait', async () => {
    await aggregates.execute(bag, 's-1', context('o1'), add('a'));
    let overtaken = 3;
    store.beforeAppend = () => {
      if (overtaken-- > 0) writeAsAnother(`x${overtaken}`);
    };
    const executed = await aggregates.execute(bag, 's-1', context('o2'), once('b'));
    expect(executed.state.things).toEqual(['a', 'x2', 'x1', 'x0', 'b']);
    expect(waits).toHaveLength(3);
  });

  it('gives up after 20 tries: TooManyConflicts', async () => {
    let others = 0;
    store.beforeAppend = () => writeAsAnother(`x${others++}`);
    const command = aggregates.execute(bag, 's-1', context('o1'), once('b'));
    await expect(command).rejects.toThrow(TooManyConflicts);
    expect(others).toBe(20);
  });

  function writeAsAnother(what: string): void {
    const event = { id: eventId(what, 's-1', 0), type: 'Added', metadata: {} };
    store.write('s-1', [{ ...event, data: { data: { what }, private: { note: what } } }], 'any');
  }
});

describe('a command on a stream that is taken to be new', () => {
  const fresh = { fresh: true };

  it('reads nothing where it is new', async () => {
    expect((await aggregates.execute(bag, 's-1', context('o1'), add('a'), fresh)).revision).toBe(0);
    expect(store.reads).toBe(0);
  });

  it('decides on what is there where it is not', async () => {
    await another().execute(bag, 's-1', context('o1'), add('a'));
    const executed = await aggregates.execute(bag, 's-1', context('o2'), once('a'), fresh);
    expect(executed).toMatchObject({ revision: 0, events: [], state: { things: ['a'] } });
  });

  it('that it was itself before answers the first result', async () => {
    await another().execute(bag, 's-1', context('o1'), add('a'));
    await another().execute(bag, 's-1', context('o2'), add('b'));
    const executed = await aggregates.execute(bag, 's-1', context('o1'), add('a'), fresh);
    expect(executed.revision).toBe(0);
    expect(store.log).toHaveLength(2);
  });
});

describe('an operation that was carried out before', () => {
  it('answers the first result, also after others have written, in this process or another', async () => {
    const first = await aggregates.execute(bag, 's-1', context('o1'), add('a', 'b'));
    await aggregates.execute(bag, 's-1', context('o2'), add('c'));
    for (const where of [aggregates, another()]) {
      const again = await where.execute(bag, 's-1', context('o1'), add('a', 'b'));
      expect(again).toMatchObject({ revision: first.revision, events: [] });
    }
    expect(store.log).toHaveLength(3);
  });

  it('is one append when two processes carry it out at once', async () => {
    const both = [aggregates, another()].map((where) => where.execute(bag, 's-1', context('o1'), add('a')));
    expect((await Promise.all(both)).map(({ revision }) => revision)).toEqual([0, 0]);
    expect(store.log).toHaveLength(1);
  });
});

describe('an append whose outcome is unknown', () => {
  it('that was written is found by its ids', async () => {
    store.loseAnswers = 1;
    const executed = await aggregates.execute(bag, 's-1', context('o1'), add('a'));
    expect(executed.revision).toBe(0);
    expect(store.log).toHaveLength(1);
  });

  it('that was lost is sent again', async () => {
    store.loseAppends = 1;
    expect((await aggregates.execute(bag, 's-1', context('o1'), add('a'))).revision).toBe(0);
    expect(store.log).toHaveLength(1);
  });

  it('that stays unknown is told: AppendOutcomeUnknown; the same operation tells later', async () => {
    store.loseAnswers = 2;
    const command = aggregates.execute(bag, 's-1', context('o1'), add('a'));
    await expect(command).rejects.toThrow(AppendOutcomeUnknown);
    const again = await aggregates.execute(bag, 's-1', context('o1'), add('a'));
    expect(again).toMatchObject({ revision: 0, events: [] });
    expect(store.log).toHaveLength(1);
  });

  it('is not tried again where the store was not reached', async () => {
    let tries = 0;
    store.beforeAppend = () => {
      tries += 1;
      throw new EventStoreUnavailable('append');
    };
    const command = aggregates.execute(bag, 's-1', context('o1'), add('a'));
    await expect(command).rejects.toThrow(EventStoreUnavailable);
    expect(tries).toBe(1);
  });
});

describe('the cache of folded states', () => {
  it('is brought up to date by the tail: what another process wrote is seen at once', async () => {
    await aggregates.execute(bag, 's-1', context('o1'), add('a'));
    await another().execute(bag, 's-1', context('o2'), add('b'));
    expect((await aggregates.load(bag, 's-1')).state.things).toEqual(['a', 'b']);
  });

  it('holds what was decrypted for 60 s at most, however often it is used', async () => {
    await aggregates.execute(bag, 's-1', context('o1'), add('a'));
    destroyKey();
    clock.advance(59_000);
    expect((await aggregates.load(bag, 's-1')).state.notes).toEqual(['a']);
    await aggregates.execute(bag, 's-1', context('o2'), add('b'));
    clock.advance(1_000);
    expect((await aggregates.load(bag, 's-1')).state.notes).toEqual([undefined, 'b']);
  });

  it('is read once for those who ask at once, and again for who asks later', async () => {
    await aggregates.execute(bag, 's-1', context('o1'), add('a'));
    const before = store.reads;
    await Promise.all([1, 2, 3].map(() => aggregates.load(bag, 's-1')));
    expect(store.reads - before).toBe(1);
    const begun = aggregates.load(bag, 's-1');
    await beginning();
    const later = aggregates.load(bag, 's-1');
    await Promise.all([begun, later]);
    expect(store.reads - before).toBe(3);
  });

  it('forgets a stream when told, also what is being read meanwhile', async () => {
    await another().execute(bag, 's-1', context('o1'), add('a'));
    const reading = aggregates.load(bag, 's-1');
    await beginning();
    aggregates.forget('s-1');
    await reading;
    destroyKey();
    expect((await aggregates.load(bag, 's-1')).state.notes).toEqual([undefined]);
  });

  it('keeps no more events than it may', async () => {
    const small = another({ maxCachedEvents: 12 });
    await small.execute(bag, 's-1', context('o1'), add('a'));
    await small.execute(bag, 's-2', context('o2'), add('b'));
    destroyKey();
    expect((await small.load(bag, 's-1')).state.notes).toEqual([undefined]);
  });

  /** A reading begins a turn after it was asked for. */
  async function beginning(): Promise<void> {
    await Promise.resolve();
    await Promise.resolve();
  }

  /** What was stored so far cannot be decrypted any more. */
  function destroyKey(): void {
    for (const [i, event] of store.log.entries()) {
      store.log[i] = { ...event, data: { ...event.data, private: null } };
    }
  }
});

it('an event that cannot be read stops the command', async () => {
  await aggregates.execute(bag, 's-1', context('o1'), add('a'));
  const codec = { ...plainCodec, decode: async () => [new UndecodableEvent(store.log[0]!, 'box')] };
  const other = new EventSourcedAggregates({ store, codec, clock, randomness: new SeededRandomness('x') });
  await expect(other.load(bag, 's-1')).rejects.toThrow(UndecodableEvent);
});
