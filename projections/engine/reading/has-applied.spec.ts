import { expect, it } from 'vitest';
import { type EventStore } from '../../../src/platform/event-store/event-store.js';
import { hasApplied } from './has-applied.js';

it('leaves no subscription behind where the log is out of reach', async () => {
  let given: AbortSignal | undefined;
  const events = {
    async *subscribe({ signal }: { readonly signal?: AbortSignal }) {
      given = signal;
      yield* [];
      await new Promise((resolve) => signal?.addEventListener('abort', resolve));
    },
  } as unknown as Pick<EventStore, 'subscribe'>;
  expect(await hasApplied(events, { prefixes: ['message-'] }, '1', '2')).toBe(false);
  expect(given?.aborted).toBe(true);
});
