import { beforeAll, expect, it } from 'vitest';
import { AddDelegateCommand } from '../../../src/accounts/add-delegate/add-delegate.command.js';
import { RemoveDelegateCommand } from '../../../src/accounts/remove-delegate/remove-delegate.command.js';
import { streams } from '../../../src/contracts/events/streams.js';
import { mapBounded } from '../../../src/platform/concurrency/map-bounded.js';
import {
  appendBytes,
  EVENT_STORE,
  type EventStore,
  type StoredEvent,
} from '../../../src/platform/event-store/event-store.js';
import { actingAs, personIdOf, registerOwned, registerShared } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const at = (name: string) => `${name}@medimail.test`;

describeProduct('the delegates of an account', (product) => {
  let antoine: MailClient;
  let julie: MailClient;
  /** Accounts that julie may use, by name. */
  const account: Record<string, string> = {};

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    julie = await product().person('julie.martin');
    for (const name of ['a', 'b', 'c', 'd']) await register(name);
    await delegate('a', 'b');
    await delegate('b', 'c');
    await delegate('d', 'b');
  }, 60_000);

  async function register(name: string): Promise<void> {
    account[name] = await registerShared(product().bus, {
      name,
      label: `Compte ${name}`,
      users: ['julie.martin'],
    });
  }

  /** @returns the delegation */
  async function delegate(of: string, to: string): Promise<string> {
    const context = actingAs(personIdOf('julie.martin'), account[of] ?? '');
    const added = await product().bus.execute(new AddDelegateCommand(context, at(to)));
    julie.seeing(added);
    return added.id;
  }

  async function send(to: readonly string[], cc: readonly string[] = []): Promise<string> {
    product().clock.advance(1_000);
    const { id } = await antoine.send({ to: to.map(at), cc: cc.map(at) });
    julie.seeing(antoine);
    return id;
  }

  /** So many accounts are more than what a list waits for. */
  async function untilCurrent(): Promise<void> {
    while ((await julie.call('/folders')).headers.has('X-Stale')) continue;
  }

  /** The copies of the message in an account: whose delegate it is for. */
  async function copiesIn(name: string, id: string) {
    const { items } = await julie.list('limit=200', account[name]);
    return items
      .filter((row) => row.id === id)
      .map((row) => ({ folder: row.folder, copyOf: row.copyOf?.map(({ address }) => address) ?? null }));
  }

  const own = [{ folder: 'inbox', copyOf: null }];
  const copyOf = (...names: string[]) => [{ folder: 'inbox', copyOf: names.map(at) }];

  it('get a copy that says whose it is, in the list and in the reading view (S4)', async () => {
    const id = await send(['a']);
    expect(await copiesIn('a', id)).toEqual(own);
    expect(await copiesIn('b', id)).toEqual(copyOf('a'));
    const message = await julie.open(id, account['b']);
    expect(message.copyOf).toEqual([{ address: at('a'), name: 'Compte a' }]);
    expect(message.to).toEqual([{ address: at('a'), name: 'Compte a' }]);
  });

  it('of a delegate get none: no chain (S4)', async () => {
    const id = await send(['a']);
    expect(await copiesIn('c', id)).toEqual([]);
    await delegate('c', 'a');
    const looped = await send(['a']);
    expect(await copiesIn('c', looped)).toEqual([]);
    expect(await copiesIn('a', looped)).toEqual(own);
  });

  it('get one copy for all those whose delegate they are (S4)', async () => {
    const id = await send(['a'], ['d']);
    expect(await copiesIn('b', id)).toEqual(copyOf('a', 'd'));
  });

  it('get no second copy when they are recipients too (S4)', async () => {
    const id = await send(['a'], ['b']);
    expect(await copiesIn('b', id)).toEqual(own);
    // What b receives itself goes to its own delegate.
    expect(await copiesIn('c', id)).toEqual(copyOf('b'));
  });

  it('do not count among the recipients who have opened (S4, C3)', async () => {
    const id = await send(['a']);
    await julie.open(id, account['b']);
    const sent = async () =>
      (await antoine.seeing(julie).list('folder=sent')).items.find((row) => row.id === id)?.openedBy;
    expect(await sent()).toBe('none');
    await julie.open(id, account['a']);
    expect(await sent()).toBe('all');
  });

  it('that are removed get no later copies, and keep the earlier ones (S5)', async () => {
    await register('e');
    await register('f');
    const delegation = await delegate('e', 'f');
    const before = await send(['e']);
    const context = actingAs(personIdOf('julie.martin'), account['e'] ?? '');
    await product().bus.execute(new RemoveDelegateCommand(context, delegation));
    const after = await send(['e']);
    expect(await copiesIn('f', before)).toEqual(copyOf('e'));
    expect(await copiesIn('f', after)).toEqual([]);
  });

  it('of five hundred recipients, one each, all get theirs in one append (D2, S4)', async () => {
    const names = Array.from({ length: 500 }, (_, index) => `service-de-cardiologie-${index}`);
    await mapBounded(names, 32, async (name) => {
      for (const one of [name, `${name}-delegue`]) {
        account[one] = await registerOwned(product().bus, one, 'julie.martin');
      }
      await delegate(name, `${name}-delegue`);
    });
    // An append has a time-out, and these read models share the process with it.
    await untilCurrent();
    const id = await send(names.slice(0, 250), names.slice(250));
    const events: StoredEvent[] = [];
    const store = product().app.get<EventStore>(EVENT_STORE);
    for await (const event of store.read(streams.message(id))) events.push(event);
    expect(events).toHaveLength(2 + 1_000);
    expect(appendBytes(events)).toBeLessThanOrEqual(1_000_000);
    await untilCurrent();
    for (const name of [names[0] ?? '', names[499] ?? '']) {
      expect(await copiesIn(name, id)).toEqual(own);
      expect(await copiesIn(`${name}-delegue`, id)).toEqual(copyOf(name));
    }
    const { to, cc } = await antoine.open(id);
    expect([to.length, cc.length]).toEqual([250, 250]);
    const json = { to: [...names, 'a'].map(at) };
    expectProblem(await antoine.call('/messages', { json }), 400, 'invalid');
  }, 300_000);
});
