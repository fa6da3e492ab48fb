import { beforeAll, expect, it } from 'vitest';
import { GrantAccessCommand } from '../../../src/accounts/grant-access/grant-access.command.js';
import { WithdrawAccessCommand } from '../../../src/accounts/withdraw-access/withdraw-access.command.js';
import { streams } from '../../../src/contracts/events/streams.js';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { actingAs, personIdOf, registerShared } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const MINUTE = 60_000;

describeProduct('who is reading a message', (product) => {
  describedStatuses(product);
  let claire: MailClient;
  let antoine: MailClient;
  let julie: MailClient;
  let shared: string;

  beforeAll(async () => {
    await logIn();
    shared = await registerShared(product().bus, {
      name: 'accueil',
      users: ['antoine.mennebeuf', 'julie.martin'],
    });
  }, 60_000);

  async function logIn(): Promise<void> {
    [claire, antoine, julie] = (await Promise.all(
      ['claire.pradel', 'antoine.mennebeuf', 'julie.martin'].map((name) => product().person(name)),
    )) as [MailClient, MailClient, MailClient];
  }

  /** From Claire, opened by both. @returns the message */
  async function opened(): Promise<string> {
    product().clock.advance(1_000);
    const { id } = await claire.send({ to: ['accueil@medimail.test'] });
    for (const user of [antoine, julie]) await user.seeing(claire).open(id, shared);
    return id;
  }

  const call = (who: MailClient, id: string, method: string, mailbox = shared) =>
    who.call(`/messages/${id}/presence`, { method }, mailbox);
  const say = async (who: MailClient, id: string) =>
    expectStatus(await call(who, id, 'PUT'), 200).json.readers as object[];
  const seen = async (who: MailClient, id: string, mailbox = shared) =>
    expectStatus(await who.call(`/messages/${id}`, {}, mailbox), 200).json.readers as object[] | undefined;

  const reader = (name: string, of: string, since: string) => ({ person: personIdOf(of), name, since });

  it('is seen by the others of the account who open, read or say so themselves, not by oneself (S13)', async () => {
    const id = await opened();
    const since = product().clock.now().toISOString();
    expect(await say(julie, id)).toEqual([]);
    const julies = [reader('Julie Martin', 'julie.martin', since)];
    expect(await seen(antoine, id)).toEqual(julies);
    expect((await antoine.open(id, shared)).readers).toEqual(julies);
    expect(await seen(julie, id)).toEqual([]);
    expect(await say(antoine, id)).toEqual(julies);
    expect(await say(julie, id)).toEqual([reader('Antoine Mennebeuf', 'antoine.mennebeuf', since)]);
  });

  it('lasts a minute after it was said last, and ends at once by leaving (S13)', async () => {
    const id = await opened();
    await say(julie, id);
    product().clock.advance(MINUTE - 1);
    await say(julie, id);
    product().clock.advance(MINUTE - 1);
    expect(await seen(antoine, id)).toHaveLength(1);
    product().clock.advance(1);
    expect(await seen(antoine, id)).toEqual([]);
    await say(julie, id);
    expectStatus(await call(julie, id, 'DELETE'), 204);
    expect(await seen(antoine, id)).toEqual([]);
    expectStatus(await call(julie, id, 'DELETE'), 204);
  });

  it('is no event, and nothing that a minute later is still kept (S13)', async () => {
    const id = await opened();
    const events = async () => {
      let count = 0;
      const store = product().app.get<EventStore>(EVENT_STORE);
      for await (const _ of store.read(streams.message(id))) count += 1;
      return count;
    };
    const before = await events();
    await say(julie, id);
    expect(await events()).toBe(before);
    product().clock.advance(MINUTE);
    await say(antoine, await opened());
    const databases = product().app.get<Databases>(DATABASES);
    const readings = databases.database('sessions').collection('readings');
    expect(await readings.countDocuments({ copy: id })).toBe(0);
  });

  it('is no longer told of somebody whose right is withdrawn (S13)', async () => {
    const { bus } = product();
    const grant = await bus.execute(
      new GrantAccessCommand(actingAs(), shared, 'claire.pradel@medimail.test'),
    );
    const id = await opened();
    await claire.open(id, shared);
    await say(claire, id);
    expect(await seen(julie, id)).toHaveLength(1);
    await bus.execute(new WithdrawAccessCommand(actingAs(), shared, grant.id));
    expect(await seen(julie, id)).toEqual([]);
    expectProblem(await call(claire, id, 'PUT'), 404, 'not-found');
  });

  it('is said of what one has opened alone (S13)', async () => {
    const { id } = await claire.send({ to: ['accueil@medimail.test'] });
    julie.seeing(claire);
    expectProblem(await call(julie, id, 'PUT'), 409, 'not-opened');
    expectProblem(await call(julie, 'none', 'PUT'), 404, 'not-found');
  });

  it('is neither told nor noted of an account that is one person’s own (S13)', async () => {
    const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'] });
    const message = await claire.seeing(antoine).open(id);
    expect(message).not.toHaveProperty('readers');
    expect(expectStatus(await call(claire, id, 'PUT', claire.mailbox), 200).json).toEqual({ readers: [] });
    expect(await seen(claire, id, claire.mailbox)).toBeUndefined();
  });

  it('does not prolong the session of whoever says so (A1)', async () => {
    const id = await opened();
    product().clock.advance(29 * MINUTE);
    await say(julie, id);
    product().clock.advance(2 * MINUTE);
    expectProblem(await call(julie, id, 'PUT'), 401, 'no-session');
    await logIn();
    product().clock.advance(29 * MINUTE);
    expectStatus(await call(julie, id, 'DELETE'), 204);
    product().clock.advance(2 * MINUTE);
    expectProblem(await call(julie, id, 'PUT'), 401, 'no-session');
    await logIn();
  });
});
