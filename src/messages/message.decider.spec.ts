import { expect, it } from 'vitest';
import { type MessageEvent } from '../contracts/events/message.events.js';
import { deleted, history, message, moved, opened } from '../../test/harness/message-history.js';
import { messageOfCopy } from './message.state.js';

it('the state is the same where the private parts of the events are gone', () => {
  const events = history(opened(), moved('f1'), deleted());
  const bare = events.map((event) => ({ ...event, private: null })) as MessageEvent[];
  expect(message.given(bare).state).toEqual(message.given(events).state);
});

it('both ids of a message name its stream', () => {
  expect([messageOfCopy('m1'), messageOfCopy('m1-sent')]).toEqual(['m1', 'm1']);
});
