import { expect, it, vi } from 'vitest';
import { noMailbox } from '../../accounts/mailbox.state.js';
import { type CurrentPerson } from '../../auth/index.js';
import { LiveAccess } from '../../auth/access/live-access.js';
import { type Persons } from '../../auth/access/persons.js';
import { type Sessions } from '../../auth/sessions/sessions.js';
import { type Aggregates } from '../../platform/commands/aggregates.js';
import { ManualClock } from '../../platform/time/clock.js';
import { OpenStreams, STREAMS_OF_A_SESSION } from './open-streams.js';

const person = (session: string, device?: string) =>
  ({ id: 'p1', session: { id: device ?? session }, device }) as CurrentPerson;

function world() {
  const lookUps: string[] = [];
  const living = new Set(['s1', 's2']);
  const devices = new Map([['d1', { pairedAt: '2026-11-23T10:00:00.000Z' }]]);
  const clock = new ManualClock('2026-11-24T10:00:00.000Z');
  const sessions = {
    ofPerson: (id: string) => {
      lookUps.push(id);
      return Promise.resolve([...living].map((session) => ({ id: session })));
    },
  } as unknown as Sessions;
  const aggregates = {
    load: (_decider: unknown, stream: string) => {
      lookUps.push(stream);
      if (stream === 'mailbox-lost') return Promise.reject(new Error('out of reach'));
      return Promise.resolve({ state: { ...noMailbox, registered: true, owner: 'p1' } });
    },
  } as unknown as Aggregates;
  const terms = { current: '2026-01' };
  const reader = { devices, termsAccepted: ['2026-01'], identityValidated: true };
  const persons = {
    find: () => Promise.resolve(reader),
    currentTerms: () => Promise.resolve(terms.current),
  } as unknown as Persons;
  const streams = new OpenStreams(new LiveAccess(sessions, persons, aggregates, clock));
  const closed: string[] = [];
  const add = (session: string, mailbox: string) =>
    streams.add(person(session), mailbox, () => closed.push(`${session} ${mailbox}`));
  const addOf = (device: string) => streams.add(person('', device), 'm0', () => closed.push(`${device} m0`));
  return { lookUps, living, devices, terms, clock, streams, closed, add, addOf };
}

it('are looked over with one look-up for each person and each mailbox', async () => {
  const { add, streams, lookUps } = world();
  for (let n = 0; n < 10; n++) for (const session of ['s1', 's2']) add(session, `m${n % 2}`);
  await streams.check();
  expect(lookUps.sort()).toEqual(['mailbox-m0', 'mailbox-m1', 'p1']);
});

it('are closed where the session has ended, and where nothing can be found out', async () => {
  const { add, streams, living, closed } = world();
  add('s1', 'm0');
  add('s2', 'm0');
  add('s2', 'lost');
  living.delete('s1');
  await streams.check();
  expect(closed.sort()).toEqual(['s1 m0', 's2 lost']);
});

it('are closed while something is pending for their reader (A2)', async () => {
  const { add, streams, terms, closed } = world();
  add('s1', 'm0');
  await streams.check();
  expect(closed).toEqual([]);
  terms.current = '2026-12';
  await streams.check();
  expect(closed).toEqual(['s1 m0']);
});

it('are closed where the device was removed, or has to be paired anew, and by that alone (S12)', async () => {
  const { add, addOf, streams, living, devices, clock, closed } = world();
  devices.set('d2', { pairedAt: '2026-11-24T10:00:00.000Z' });
  for (const device of ['d1', 'd2', 'never']) addOf(device);
  add('d1', 'm1');
  living.clear();
  const closedNow = async () => {
    closed.length = 0;
    await streams.check();
    return [...closed].sort();
  };
  expect(await closedNow()).toEqual(['d1 m1', 'never m0']);
  clock.set('2027-11-23T10:00:00.000Z');
  expect(await closedNow()).toEqual(['d1 m0', 'd1 m1', 'never m0']);
  devices.delete('d2');
  expect(await closedNow()).toEqual(['d1 m0', 'd1 m1', 'd2 m0', 'never m0']);
});

it('are looked over twice a second, so that none outlives its right by more than one (S13)', async () => {
  vi.useFakeTimers();
  const { add, streams, living, closed } = world();
  add('s1', 'm0');
  streams.onApplicationBootstrap();
  await vi.advanceTimersByTimeAsync(500);
  expect(closed).toEqual([]);
  living.delete('s1');
  await vi.advanceTimersByTimeAsync(500);
  expect(closed).toEqual(['s1 m0']);
  streams.onModuleDestroy();
  vi.useRealTimers();
});

it('of one session are bounded; one that ends makes room', () => {
  const { add } = world();
  const ends = Array.from({ length: STREAMS_OF_A_SESSION }, (_, n) => add('s1', `m${n}`));
  expect(() => add('s1', 'more')).toThrow('429');
  add('s2', 'm0');
  ends[0]?.();
  ends[0]?.();
  add('s1', 'more');
  expect(() => add('s1', 'more still')).toThrow('429');
});
