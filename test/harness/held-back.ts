import type fc from 'fast-check';
import { type Databases } from '../../src/platform/documents/documents.js';
import { type EventStore, type StoredEvent } from '../../src/platform/event-store/event-store.js';

/** Databases of which every operation waits for the scheduler. */
export function heldBack(databases: Databases, scheduler: fc.Scheduler): Databases {
  const held = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(of, name) {
        const value: unknown = Reflect.get(of, name);
        if (typeof value !== 'function') return value;
        const call = value.bind(of) as (...args: unknown[]) => unknown;
        if (name === 'database' || name === 'collection')
          return (...args: unknown[]) => held(call(...args) as object);
        if (name !== 'findOne' && name !== 'bulkWrite') return call;
        return (...args: unknown[]) => scheduler.schedule(Promise.resolve(), name).then(() => call(...args));
      },
    });
  return held(databases);
}

/** A log of which every append, and every reading of a stream, waits for the scheduler. */
export function heldBackLog(store: EventStore, scheduler: fc.Scheduler): EventStore {
  return {
    async append(stream, events, expected) {
      await scheduler.schedule(Promise.resolve(), 'append');
      return store.append(stream, events, expected);
    },
    async *read(stream, options) {
      await scheduler.schedule(Promise.resolve(), 'read');
      const events: StoredEvent[] = [];
      for await (const event of store.read(stream, options)) events.push(event);
      // What was read may come late: what is written meanwhile is not in it.
      await scheduler.schedule(Promise.resolve(), 'read was answered');
      yield* events;
    },
    subscribe: (options) => store.subscribe(options),
    head: () => store.head(),
    close: () => store.close(),
  };
}
