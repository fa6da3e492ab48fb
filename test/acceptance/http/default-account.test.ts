import { beforeAll, expect, it } from 'vitest';
import { WithdrawAccessCommand } from '../../../src/accounts/withdraw-access/withdraw-access.command.js';
import { GrantAccessCommand } from '../../../src/accounts/grant-access/grant-access.command.js';
import { actingAs, mailboxIdOf, registerShared } from '../../harness/acting.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('the account shown after login', (product) => {
  let julie: MailClient;
  beforeAll(async () => {
    julie = await product().person('julie.martin');
  });

  const set = (account: unknown) =>
    julie.ask('/api/v1/me/default-account', { method: 'PUT', json: { account } });
  const defaults = async () =>
    (
      expectStatus(await julie.ask('/api/v1/me'), 200).json.accounts as { id: string; isDefault: boolean }[]
    ).flatMap(({ id, isDefault }) => (isDefault ? [id] : []));

  it('is the person’s own until another is set, and again where null is set (S14)', async () => {
    expect(await defaults()).toEqual([julie.mailbox]);
    const shared = mailboxIdOf('secretariat.cardio');
    expectStatus(await set(shared), 200);
    expect(await defaults()).toEqual([shared]);
    expect((await product().person('julie.martin')).mailbox).toBe(shared);
    expectStatus(await set(null), 200);
    expect(await defaults()).toEqual([julie.mailbox]);
  });

  it('is one that the person may use: others are not there (S14)', async () => {
    for (const account of [mailboxIdOf('claire.pradel'), 'none']) {
      expectProblem(await set(account), 404, 'not-found');
    }
    for (const account of [undefined, 3, 'a/b']) expectProblem(await set(account), 400, 'invalid');
    expect(await defaults()).toEqual([julie.mailbox]);
  });

  it('is the person’s own again once the right to another is gone (S14)', async () => {
    const { bus } = product();
    const shared = await registerShared(bus, { name: 'pharmacie', users: [] });
    const address = 'julie.martin@medimail.test';
    const { id: grant } = await bus.execute(new GrantAccessCommand(actingAs(), shared, address));
    expectStatus(await set(shared), 200);
    expect(await defaults()).toEqual([shared]);
    await bus.execute(new WithdrawAccessCommand(actingAs(), shared, grant));
    expect(await defaults()).toEqual([julie.mailbox]);
  });
});
