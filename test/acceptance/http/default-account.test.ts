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
    expect((await product().person('julie.martin')).mailbox).toBe(julie.mailbox);
    expectProblem(await set(shared), 404, 'not-found');
    // What was chosen is kept: it is shown again where the right comes back.
    const again = await bus.execute(new GrantAccessCommand(actingAs(), shared, address));
    julie.seeing(again);
    expect(await defaults()).toEqual([shared]);
    await bus.execute(new WithdrawAccessCommand(actingAs(), shared, again.id));
    expectStatus(await set(null), 200);
  });

  it('is one of those listed: the person’s own, then those that they may use, each with what it is (S13, S14, B4)', async () => {
    const accounts = async (who: MailClient) =>
      expectStatus(await who.ask('/api/v1/me'), 200).json.accounts as object[];
    const account = (name: string, type: string, label: string, isDefault = false) => ({
      id: mailboxIdOf(name),
      address: `${name}@medimail.test`,
      type,
      label,
      isDefault,
    });
    const secretariat = account('secretariat.cardio', 'ORG', 'Secrétariat de cardiologie');
    expect(await accounts(julie)).toEqual([
      account('julie.martin', 'PER', 'Julie Martin', true),
      account('labo.bio', 'APP', expect.any(String) as string),
      secretariat,
    ]);
    const antoine = await product().person('antoine.mennebeuf');
    expect(await accounts(antoine)).toEqual([
      account('antoine.mennebeuf', 'MED', expect.any(String) as string, true),
      secretariat,
    ]);
    const claire = await product().person('claire.pradel');
    expect(await accounts(claire)).toEqual([
      account('claire.pradel', 'MED', expect.any(String) as string, true),
    ]);
  });

  it('set under the eyes of another person is theirs alone (S14)', async () => {
    const antoine = await product().person('antoine.mennebeuf');
    const shared = mailboxIdOf('secretariat.cardio');
    expectStatus(await set(shared), 200);
    expect((await product().person('antoine.mennebeuf')).mailbox).toBe(antoine.mailbox);
    expect((await product().person('julie.martin')).mailbox).toBe(shared);
    expectStatus(await set(null), 200);
  });
});
