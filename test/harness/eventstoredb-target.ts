import { EventStoreDBClient } from '@eventstore/db-client';
import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { type EventStoreTarget } from '../contract/event-store/contract-context.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from './eventstoredb-server/start-eventstoredb-server.js';

/** The adapter over the test server, or over the server that `EVENTSTORE_URL` names. */
export function eventStoreDbTarget(url = process.env.EVENTSTORE_URL): EventStoreTarget {
  return url === undefined || url === '' ? overTestServer() : overServer(url);
}

function overTestServer(): EventStoreTarget {
  let server: EventStoreDbServer | undefined;
  return {
    async open() {
      server = await startEventStoreDbServer();
      return openEventStoreDb({ url: server.url });
    },
    stop: async () => server?.stop(),
    eventsTaken: () => server?.eventsTaken ?? 0,
  };
}

function overServer(url: string): EventStoreTarget {
  let taken = 0;
  const restore = onEveryEventSubscribed(() => taken++);
  return {
    open: async () => openEventStoreDb({ url }),
    stop: async () => restore(),
    eventsTaken: () => taken,
  };
}

type Subscribing = EventStoreDBClient['subscribeToAll'];

/** A server cannot be asked how many events it has sent: counts those that its client has received. */
function onEveryEventSubscribed(count: () => void): () => void {
  const { prototype } = EventStoreDBClient;
  const original: Subscribing = Reflect.get(prototype, 'subscribeToAll');
  const counted = function (this: EventStoreDBClient, ...options: Parameters<Subscribing>) {
    const subscription = original.apply(this, options);
    const push = subscription.push.bind(subscription);
    subscription.push = (chunk: unknown) => {
      if (typeof chunk === 'object' && chunk !== null && 'event' in chunk) count();
      return push(chunk);
    };
    return subscription;
  };
  Reflect.set(prototype, 'subscribeToAll', counted);
  return () => void Reflect.set(prototype, 'subscribeToAll', original);
}
