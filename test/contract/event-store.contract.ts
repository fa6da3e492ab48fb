import { afterAll, beforeAll, describe } from 'vitest';
import { type EventStore } from '../../src/platform/event-store/event-store.js';
import { appendCases } from './event-store/append.cases.js';
import { cancelCases } from './event-store/cancel.cases.js';
import { type ContractContext, type EventStoreTarget } from './event-store/contract-context.js';
import { idempotenceCases } from './event-store/idempotence.cases.js';
import { loadCases } from './event-store/load.cases.js';
import { readCases } from './event-store/read.cases.js';
import { subscribeCases } from './event-store/subscribe.cases.js';

export { type EventStoreTarget } from './event-store/contract-context.js';

/** What an event store is: every adapter runs this suite. The log may hold anything beforehand. */
export function eventStoreContract(name: string, target: EventStoreTarget): void {
  describe(`event store contract: ${name}`, () => {
    let store: EventStore;
    beforeAll(async () => {
      store = await target.open();
    });
    afterAll(async () => {
      await store.close();
      await target.stop?.();
    });
    const context: ContractContext = {
      target,
      get store() {
        return store;
      },
    };
    appendCases(context);
    idempotenceCases(context);
    readCases(context);
    subscribeCases(context);
    cancelCases(context);
    loadCases(context);
  });
}
