import { randomUUID } from 'node:crypto';
import { DataDirInUse, holdDataDir } from '../../src/platform/embedded/data-dir-lock.js';
import { EmbeddedEventStore } from '../../src/platform/event-store/embedded/embedded-event-store.js';
import { SystemClock } from '../../src/platform/time/clock.js';

/**
 * Appends until it is killed, 64 appends in flight, and prints each one that was acknowledged as
 * `stream revision id`, with the id of its last event. Arguments: the data folder, milliseconds to wait for its lock.
 */
const [folder = '', waitMs = '5000'] = process.argv.slice(2);
const IN_FLIGHT = 64;
const STREAMS = 40;

async function main(): Promise<void> {
  await holdDataDir(folder, Number(waitMs));
  console.log('holding');
  const store = new EmbeddedEventStore({ folder, clock: new SystemClock() });
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, writer) => appendForEver(store, writer)));
}

async function appendForEver(store: EmbeddedEventStore, writer: number): Promise<never> {
  for (let turn = 0; ; turn++) {
    const of = 1 + ((turn + writer) % 4);
    const append = randomUUID();
    const events = Array.from({ length: of }, (_, n) => ({
      id: randomUUID(),
      type: 'SomethingHappened',
      data: { append, n, of, padding: 'x'.repeat(500) },
      metadata: {},
    }));
    const { stream, revision } = await store.append(`load-${(turn * 7 + writer) % STREAMS}`, events, 'any');
    console.log(`${stream} ${revision} ${events.at(-1)?.id ?? ''}`);
  }
}

main().catch((error: unknown) => {
  console.log(error instanceof DataDirInUse ? error.message : String(error));
  process.exitCode = 1;
});
