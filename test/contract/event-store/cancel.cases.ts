import { describe, expect, it } from 'vitest';
import {
  anEvent,
  type ContractContext,
  eventsUntilCount,
  someEvents,
  uniquePrefix,
} from './contract-context.js';

export function cancelCases(context: ContractContext): void {
  describe('a subscription that is cancelled', () => {
    it('ends while it waits, without an error', async () => {
      const cancel = new AbortController();
      let caughtUp = 0;
      for await (const item of context.store.subscribe({
        prefixes: [uniquePrefix()],
        signal: cancel.signal,
      })) {
        if (item.kind !== 'caught-up') continue;
        caughtUp++;
        setTimeout(() => {
          cancel.abort();
        }, 50);
      }
      expect(caughtUp).toBe(1);
    });

    it('gives nothing more once it is cancelled while a batch is being handled', async () => {
      const prefix = uniquePrefix();
      await context.store.append(`${prefix}-1`, someEvents(500), 'none');
      const cancel = new AbortController();
      let after = 0;
      const options = { prefixes: [prefix], batchSize: 10, signal: cancel.signal };
      for await (const item of context.store.subscribe(options)) {
        if (cancel.signal.aborted) after++;
        if (item.kind !== 'events') continue;
        cancel.abort();
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      expect(after).toBe(0);
    });

    it('gives nothing where it was cancelled before it began', async () => {
      const prefix = uniquePrefix();
      await context.store.append(`${prefix}-1`, [anEvent()], 'none');
      const items: unknown[] = [];
      for await (const item of context.store.subscribe({ prefixes: [prefix], signal: AbortSignal.abort() })) {
        items.push(item);
      }
      expect(items).toEqual([]);
    });

    it('may be left from within, and leaves the others alone', async () => {
      const prefix = uniquePrefix();
      const other = eventsUntilCount(context.store, { prefixes: [prefix] }, 20);
      for (let time = 0; time < 20; time++) {
        await context.store.append(`${prefix}-1`, [anEvent()], 'any');
        for await (const item of context.store.subscribe({ prefixes: [prefix] })) {
          if (item.kind === 'events') break;
        }
      }
      expect(await other).toHaveLength(20);
    });

    it('passes on what its consumer throws', async () => {
      const prefix = uniquePrefix();
      await context.store.append(`${prefix}-1`, [anEvent()], 'none');
      const consuming = async () => {
        for await (const item of context.store.subscribe({ prefixes: [prefix] })) {
          if (item.kind === 'events') throw new Error('the consumer failed');
        }
      };
      await expect(consuming()).rejects.toThrow('the consumer failed');
    });
  });
}
