import { beforeAll, expect, it } from 'vitest';
import { mailboxIdOf, registerShared } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const at = (name: string) => `${name}@medimail.test`;

interface Delegate {
  readonly id: string;
  readonly address: string;
}

describeProduct('« Gestion des comptes délégués »', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  let julie: MailClient;
  let service: string;

  beforeAll(async () => {
    [antoine, claire, julie] = (await Promise.all(
      ['antoine.mennebeuf', 'claire.pradel', 'julie.martin'].map((name) => product().person(name)),
    )) as [MailClient, MailClient, MailClient];
    service = await registerShared(product().bus, { name: 'service', users: ['claire.pradel'] });
  });

  const call = (path: string, method: string, address?: string, mailbox = service) =>
    claire.call(
      `/settings/delegates${path}`,
      { method, ...(address !== undefined && { json: { address } }) },
      mailbox,
    );
  const list = async () => expectStatus(await call('', 'GET'), 200).json as Delegate[];
  const add = async (address: string) =>
    (expectStatus(await call('', 'POST', address), 201).json as { id: string }).id;
  const holds = async (who: MailClient, id: string, mailbox = who.mailbox) =>
    (await who.seeing(antoine).list('limit=200', mailbox)).items.some((row) => row.id === id);
  const send = async (to: readonly string[]) => {
    product().clock.advance(1_000);
    return (await antoine.send({ to: to.map(at) })).id;
  };

  it('lists who is delegate and since when; adds, changes and removes (S4, S5)', async () => {
    expect(await list()).toEqual([]);
    const since = product().clock.now().toISOString();
    const id = await add(at('julie.martin'));
    const [first] = await list();
    expect(first).toEqual({ id, address: at('julie.martin'), name: expect.stringContaining('Julie'), since });
    product().clock.advance(60_000);
    expectStatus(await call(`/${id}`, 'PUT', at('rose.rouge')), 200);
    const later = product().clock.now().toISOString();
    expect(await list()).toMatchObject([{ id, address: at('rose.rouge'), since: later }]);
    expectStatus(await call(`/${id}`, 'DELETE'), 200);
    expect(await list()).toEqual([]);
  });

  it('a delegate is a Medimail account, once, and never the account itself (S4)', async () => {
    const id = await add(at('julie.martin'));
    for (const address of ['x', 'nobody@medimail.test', 'somebody@example.org']) {
      const answer = expectProblem(await call('', 'POST', address), 422, 'address-refused');
      expect(answer.json.errors).toMatchObject([{ field: 'address', address }]);
      expectProblem(await call(`/${id}`, 'PUT', address), 422, 'address-refused');
    }
    expectProblem(await call('', 'POST', at('julie.martin')), 409, 'delegate-twice');
    expectProblem(await call('', 'POST', at('service')), 409, 'delegate-is-oneself');
    expectProblem(await call(`/${id}`, 'PUT', at('service')), 409, 'delegate-is-oneself');
    expectProblem(await call('/none', 'PUT', at('rose.rouge')), 404, 'not-found');
    expectProblem(await call('/none', 'DELETE'), 404, 'not-found');
    expectProblem(await call('', 'POST', ''), 400, 'invalid');
    expectProblem(await call('', 'GET', undefined, mailboxIdOf('labo.bio')), 404, 'not-found');
    expect(await list()).toMatchObject([{ id, address: at('julie.martin') }]);
    expectStatus(await call(`/${id}`, 'DELETE'), 200);
  });

  it('what changes counts from the next message on; copies of before stay (S4, S5)', async () => {
    const id = await add(at('julie.martin'));
    const first = await send(['service']);
    expectStatus(await call(`/${id}`, 'PUT', at('secretariat.cardio')), 200);
    const second = await send(['service']);
    expectStatus(await call(`/${id}`, 'DELETE'), 200);
    const third = await send(['service']);
    const shared = mailboxIdOf('secretariat.cardio');
    const held = [first, second, third].map(async (message) => [
      await holds(julie, message),
      await holds(julie, message, shared),
      await holds(claire, message, service),
    ]);
    expect(await Promise.all(held)).toEqual([
      [true, false, true],
      [false, true, true],
      [false, false, true],
    ]);
  });

  it('a delegate who is the sender, or a recipient, has one copy (S4)', async () => {
    const id = await add(at('antoine.mennebeuf'));
    const sent = await send(['service']);
    const copies = (await antoine.list('limit=200')).items.filter((row) => row.id.startsWith(sent));
    expect(copies.map(({ folder, copyOf }) => [folder, copyOf])).toEqual([['sent', undefined]]);
    expectStatus(await call(`/${id}`, 'PUT', at('julie.martin')), 200);
    const both = await send(['service', 'julie.martin']);
    const [row, ...others] = (await julie.seeing(antoine).list('limit=200')).items.filter(
      (one) => one.id === both,
    );
    expect([row?.copyOf, others]).toEqual([undefined, []]);
    expectStatus(await call(`/${id}`, 'DELETE'), 200);
  });

  it('a delegate’s opening is theirs in the timeline (S4, C8)', async () => {
    const id = await add(at('julie.martin'));
    const sent = await send(['service']);
    const message = await julie.seeing(antoine).open(sent);
    expect(message.copyOf).toEqual([{ address: at('service'), name: 'service' }]);
    const { events } = await claire.seeing(julie).open(sent, service);
    const openings = events.filter(({ type }) => type === 'opened');
    expect(openings.map(({ by }) => by?.address)).toEqual([at('service'), at('julie.martin')]);
    expectStatus(await call(`/${id}`, 'DELETE'), 200);
  });
});
