import { EventStoreDBClient } from '@eventstore/db-client';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Connection } from './connection.js';
import { Deadline } from './deadline.js';
import { NoConnection } from './failure.js';

describe('the connection to EventStoreDB', () => {
  let connection: Connection;
  beforeEach(() => {
    connection = new Connection('esdb://127.0.0.1:2?tls=false', 1_000);
  });
  afterEach(() => connection.close());

  const client = () => connection.client(new Deadline(1_000));

  it('rests on members that the installed client has', () => {
    const installed = EventStoreDBClient.connectionString('esdb://127.0.0.1:2?tls=false');
    for (const member of ['supports', 'handleError', 'getChannel', 'resolveUri']) {
      expect(installed).toHaveProperty(member, expect.any(Function));
    }
  });

  it('is one client as long as it does not fail', async () => {
    expect(await client()).toBe(await client());
  });

  it.each(['not-sent', 'unknown'] as const)('is another client after a failure: %s', async (kind) => {
    const first = await client();
    await sleep(60);
    connection.failedWith(first, { kind });
    expect(await client()).not.toBe(first);
  });

  it.each([{ kind: 'refused' }, { kind: 'conflict', actual: 1 }] as const)(
    'stays the same client where the server answered: $kind',
    async (failure) => {
      const first = await client();
      await sleep(60);
      connection.failedWith(first, failure);
      expect(await client()).toBe(first);
    },
  );

  it('is made anew once for all the calls that failed with it', async () => {
    const first = await client();
    await sleep(60);
    connection.failedWith(first, { kind: 'unknown' });
    const second = await client();
    connection.failedWith(first, { kind: 'unknown' });
    connection.failedWith(second, { kind: 'not-sent' });
    expect(await client()).toBe(second);
  });

  it('shares its back-off with no client before it: no two have the same options', async () => {
    const opening = vi.spyOn(EventStoreDBClient, 'connectionString');
    const fresh = new Connection('esdb://127.0.0.1:2?tls=false&keepAliveTimeout=20000', 1_000);
    const first = await fresh.client(new Deadline(1_000));
    await sleep(60);
    fresh.failedWith(first, { kind: 'not-sent' });
    const timeouts = opening.mock.calls.map(([url]) => /.*keepAliveTimeout=(\d+)$/.exec(String(url))?.[1]);
    expect(timeouts).toEqual(['20000', '20001']);
    opening.mockRestore();
    await fresh.close();
  });

  it('goes to the leader that a follower named, at once', async () => {
    const leader = { address: '127.0.0.9', port: 9 };
    connection.failedWith(await client(), { kind: 'not-leader', leader });
    const members = (await client()) as unknown as { resolveUri(): Promise<string> };
    expect(await members.resolveUri()).toBe('127.0.0.9:9');
  });

  it('is none once it is closed', async () => {
    await connection.close();
    await expect(client()).rejects.toBeInstanceOf(NoConnection);
  });

  it('waits for a cluster no longer than the deadline, nor than the signal', async () => {
    const lost = new Connection('esdb://127.0.0.1:2,127.0.0.1:3?tls=false&discoveryInterval=60000', 1_000);
    await expect(lost.client(new Deadline(50))).rejects.toBeInstanceOf(NoConnection);
    const cancel = AbortSignal.timeout(50);
    await expect(lost.client(new Deadline(60_000), cancel)).rejects.toBeInstanceOf(NoConnection);
    await lost.close();
  });
});
