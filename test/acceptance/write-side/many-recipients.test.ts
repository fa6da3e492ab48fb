import { afterAll, beforeAll, expect, it } from 'vitest';
import { AddDelegateCommand } from '../../../src/accounts/add-delegate/add-delegate.command.js';
import { RegisterMailboxCommand } from '../../../src/accounts/register-mailbox/register-mailbox.command.js';
import { type MessageSealed } from '../../../src/contracts/events/message.events.js';
import { mapBounded } from '../../../src/platform/concurrency/map-bounded.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

const RECIPIENTS = 500;

let medimail: WriteSide;
let antoine: Awaited<ReturnType<WriteSide['person']>>;
const recipients = Array.from({ length: RECIPIENTS }, (_, n) => `r${n}@medimail.test`);

beforeAll(async () => {
  medimail = await openWriteSide();
  antoine = await medimail.person('antoine');
  const { contextOf, run } = medimail;
  const register = (address: string, owner: string) => {
    const id = `m-${address.split('@')[0] ?? ''}`;
    return run(
      new RegisterMailboxCommand(contextOf(null, null), { id, type: 'PER', owner, address, label: 'X' }),
    );
  };
  await mapBounded(recipients, 64, async (address, n) => {
    const delegate = `d${n}@medimail.test`;
    await Promise.all([register(address, antoine.person), register(delegate, antoine.person)]);
    await run(new AddDelegateCommand(contextOf(antoine.person, `m-r${n}`), delegate));
  });
}, 120_000);
afterAll(() => medimail.close());

it('goes to 500 recipients, each with a delegate: 1,001 copies in one append (D2, S4)', async () => {
  const [to, cc] = [recipients.slice(0, 300), recipients.slice(300)];
  const { id } = await medimail.send(antoine.context(), { to, cc });
  const [sealed, ...deliveries] = await medimail.events(`message-${id}`);
  const { data, private: named } = sealed?.event as MessageSealed;
  expect([named?.to.length, named?.cc.length]).toEqual([300, 200]);
  const roles = data.holders.map(({ role }) => role);
  expect(roles.filter((role) => role === 'recipient')).toHaveLength(RECIPIENTS);
  expect(roles.filter((role) => role === 'delegate')).toHaveLength(RECIPIENTS);
  expect(deliveries).toHaveLength(2 * RECIPIENTS + 1);
}, 60_000);

it('refuses one more, and folds those that are written twice (D2)', async () => {
  const sending = medimail.send(antoine.context(), { to: [...recipients, 'antoine@medimail.test'] });
  await expect(sending).rejects.toMatchObject({
    code: 'invalid',
    errors: [{ field: 'to', code: 'too-many' }],
  });
  const { id } = await medimail.send(antoine.context(), {
    to: ['r1@medimail.test', ' R1@MEDIMAIL.TEST '],
    cc: ['r1@medimail.test', 'r2@medimail.test'],
  });
  const { private: named } = (await medimail.events(`message-${id}`))[0]?.event as MessageSealed;
  expect(named?.to.map(({ address }) => address)).toEqual(['r1@medimail.test']);
  expect(named?.cc.map(({ address }) => address)).toEqual(['r2@medimail.test']);
});
