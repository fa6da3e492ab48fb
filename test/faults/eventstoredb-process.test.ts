import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { openEventStoreDb } from '../../src/platform/event-store/eventstoredb/event-store-db.js';
import { exitOf, linesOf, spawnTypeScript } from '../harness/child-process.js';

const SERVER = 'test/harness/eventstoredb-server/eventstoredb-server.child.ts';

it('serves from a process of its own, and its client outlives it', async () => {
  const anEvent = () => ({ id: randomUUID(), type: 'Happened', data: {}, metadata: {} });
  const server = await spawnTypeScript(SERVER);
  let url = '';
  for await (const line of linesOf(server)) {
    url = line;
    break;
  }
  const store = openEventStoreDb({ url, deadlineMs: 1_000 });
  expect(await store.append('s-1', [anEvent()], 'none')).toMatchObject({ revision: 0 });
  server.kill('SIGKILL');
  await exitOf(server);
  await expect(store.append('s-1', [anEvent()], 0)).rejects.toThrow();

  const next = await spawnTypeScript(SERVER, [new URL(url).port]);
  for await (const line of linesOf(next)) {
    expect(line).toBe(url);
    break;
  }
  expect(await store.append('s-2', [anEvent()], 'none')).toMatchObject({ revision: 0 });
  await store.close();
  next.kill('SIGKILL');
  await exitOf(next);
});
