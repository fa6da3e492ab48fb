import { afterEach, beforeAll, expect, it, vi } from 'vitest';
import { GrantAccessCommand } from '../../../src/accounts/grant-access/grant-access.command.js';
import { WithdrawAccessCommand } from '../../../src/accounts/withdraw-access/withdraw-access.command.js';
import { actingAs, registerShared } from '../../harness/acting.js';
import { ChangeReader } from '../../harness/change-reader.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const MINUTE = 60_000;

describeProduct('the changes of a mailbox', (product) => {
  let antoine: MailClient;
  let claire: MailClient;
  const readers: ChangeReader[] = [];

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
  }, 60_000);

  afterEach(() => {
    vi.useRealTimers();
    for (const reader of readers.splice(0)) reader.leave();
  });

  async function follow(
    client: MailClient,
    lastId?: string,
    mailbox = client.mailbox,
  ): Promise<ChangeReader> {
    const reader = await ChangeReader.open(client, mailbox, lastId);
    readers.push(reader);
    return reader;
  }

  const toClaire = { to: ['claire.pradel@medimail.test'], subject: 'Sujet secret' };
  const send = async () => (await antoine.send(toClaire)).id;
  const added = (message: string) => ({ folder: 'inbox', message, kind: 'added' });

  it('are told with ids only: added, changed, removed (C3)', async () => {
    const mine = await follow(claire);
    const his = await follow(antoine);
    const id = await send();
    expect(await mine.changes(1)).toEqual([added(id)]);
    expect(await his.changes(1)).toEqual([{ folder: 'sent', message: id, kind: 'added' }]);

    await claire.open(id);
    expect(await mine.changes(1)).toEqual([{ folder: 'inbox', message: id, kind: 'changed' }]);
    expect(await his.changes(1)).toMatchObject([{ message: id, kind: 'changed' }]);

    expectStatus(await claire.call(`/messages/${id}/unread`, { method: 'POST' }), 200);
    expect(await mine.changes(1)).toEqual([{ folder: 'inbox', message: id, kind: 'changed' }]);
    expectStatus(await claire.call(`/messages/${id}`, { method: 'DELETE' }), 200);
    expect(await mine.changes(2)).toEqual([
      { folder: 'inbox', message: id, kind: 'removed' },
      { folder: 'deleted', message: id, kind: 'added' },
    ]);
    expectStatus(await claire.call(`/messages/${id}?forever=true`, { method: 'DELETE' }), 200);
    expect(await mine.changes(1)).toEqual([{ folder: 'deleted', message: id, kind: 'removed' }]);

    // What one mailbox does with its copy is not told to another: what comes next is the next message.
    const next = await send();
    expect(await his.changes(1)).toEqual([{ folder: 'sent', message: next, kind: 'added' }]);
  });

  it('are told only once the list shows them', async () => {
    const reader = await follow(claire);
    const fresh = await product().person('claire.pradel');
    for (let round = 0; round < 10; round++) {
      const [id] = await Promise.all([send(), send()]);
      const told = [(await reader.next()).data, (await reader.next()).data];
      const shown = (await fresh.list('folder=inbox&limit=200')).items.map((row) => row.id);
      expect(told).toContainEqual(added(id));
      for (const change of told) expect(shown).toContain(change?.['message']);
    }
  });

  it('are taken up where the reader left', async () => {
    const first = await follow(claire);
    const ids = [await send()];
    await first.changes(1);
    first.leave();
    for (let n = 0; n < 3; n++) ids.push(await send());
    // The whole log has been told before the reader comes back.
    const witness = await follow(claire);
    ids.push(await send());
    await witness.changes(1);
    const again = await follow(claire, first.lastId ?? '');
    ids.push(await send());
    expect(await again.changes(5)).toEqual(ids.slice(1).map(added));
    expect(again.unread).toBe(0);
  });

  it.each(['x', '0', '-1', '1.0000', `${'9'.repeat(20)}.0000`, '9'.repeat(80)])(
    'after %j, which was never told: reset',
    async (lastId) => {
      const reader = await follow(claire, lastId);
      expect(await reader.changes(1)).toEqual(['reset']);
      const id = await send();
      expect(await reader.changes(1)).toEqual([added(id)]);
    },
  );

  it('keep the connection with a heartbeat every 20 s', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const reader = await follow(claire);
    vi.advanceTimersByTime(20_000);
    await reader.next('comment');
  });

  it('end with the session, at logout (A6)', async () => {
    const client = await product().person('claire.pradel');
    const reader = await follow(client);
    const other = await follow(claire);
    await client.ask('/auth/logout', { method: 'POST', headers: { Accept: 'application/json' } });
    expect(await reader.closed).toBe(true);
    const id = await send();
    expect(await other.changes(1)).toEqual([added(id)]);
    expect(reader.unread).toBe(0);
  });

  it('end when the right to the account is withdrawn (S13)', async () => {
    const { bus } = product();
    const mailbox = await registerShared(bus, { name: 'retire', users: [] });
    const grant = await bus.execute(
      new GrantAccessCommand(actingAs(), mailbox, 'claire.pradel@medimail.test'),
    );
    const reader = await follow(claire, undefined, mailbox);
    await bus.execute(new WithdrawAccessCommand(actingAs(), mailbox, grant.id));
    expect(await reader.closed).toBe(true);
    expectProblem(await claire.call('/changes', {}, mailbox), 404, 'not-found');
  });

  it('do not prolong the session of their reader', async () => {
    const idle = await product().person('claire.pradel');
    const reader = await follow(idle);
    product().clock.advance(29 * MINUTE);
    claire = await product().person('claire.pradel');
    antoine = await product().person('antoine.mennebeuf');
    const id = await send();
    expect(await reader.changes(1)).toEqual([added(id)]);
    product().clock.advance(2 * MINUTE);
    expect(await reader.closed).toBe(true);
    expectProblem(await idle.ask('/api/v1/me'), 401, 'no-session');
  });

  it('whose reader is closed for another reason do not prolong it either', async () => {
    const { bus, clock } = product();
    const mailbox = await registerShared(bus, { name: 'retire-aussi', users: [] });
    const login = 'claire.pradel@medimail.test';
    const grant = await bus.execute(new GrantAccessCommand(actingAs(), mailbox, login));
    const idle = await product().person('claire.pradel');
    const reader = await follow(idle, undefined, mailbox);
    clock.advance(29 * MINUTE);
    await bus.execute(new WithdrawAccessCommand(actingAs(), mailbox, grant.id));
    expect(await reader.closed).toBe(true);
    clock.advance(2 * MINUTE);
    expectProblem(await idle.ask('/api/v1/me'), 401, 'no-session');
  });

  it('of before a restart that the service no longer knows: reset', async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    const reader = await follow(claire);
    await send();
    await reader.changes(1);
    const { lastId } = reader;
    reader.leave();
    await send();
    await product().restart();
    claire = await product().person('claire.pradel');
    const again = await follow(claire, lastId ?? '');
    expect(await again.changes(1)).toEqual(['reset']);
  });
});
