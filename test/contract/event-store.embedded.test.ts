import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../../src/platform/event-store/embedded/embedded-event-store.js';
import { SystemClock } from '../../src/platform/time/clock.js';
import { eventStoreContract } from './event-store.contract.js';

const folder = mkdtempSync(join(tmpdir(), 'medimail-events-'));
const store = new EmbeddedEventStore({ folder, clock: new SystemClock() });

eventStoreContract('embedded', {
  open: async () => store,
  stop: async () => {
    rmSync(folder, { recursive: true });
  },
  eventsTaken: () => store.eventsTaken,
});
