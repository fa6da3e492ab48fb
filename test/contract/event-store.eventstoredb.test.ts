import { eventStoreDbTarget } from '../harness/eventstoredb-target.js';
import { eventStoreContract } from './event-store.contract.js';

eventStoreContract('EventStoreDB', eventStoreDbTarget());
