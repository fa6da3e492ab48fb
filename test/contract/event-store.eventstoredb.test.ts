import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { type EventStore } from '../../src/platform/event-store/event-store.js';
import {
  type EventStoreDbServer,
  startEventStoreDbServer,
} from '../harness/eventstoredb-server/start-eventstoredb-server.js';
import { eventStoreContract } from './event-store.contract.js';

let server: EventStoreDbServer;

eventStoreContract('EventStoreDB', {
  async open(): Promise<EventStore> {
    server = await startEventStoreDbServer();
    return openEventStoreDb({ url: server.url });
  },
  stop: () => server.stop(),
  eventsTaken: () => server.eventsTaken,
});
