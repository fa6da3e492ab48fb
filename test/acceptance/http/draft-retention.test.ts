import { beforeAll, expect, it } from 'vitest';
import { type DraftRow } from '../../../src/contracts/http/drafts.http.js';
import { type Page } from '../../../src/contracts/http/messages.http.js';
import { KEYRING, type Keyring } from '../../../src/platform/crypto/keyring.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const DAY = 86_400_000;

describeProduct('drafts of an account that keeps for less', (product) => {
  const SAVED = '2026-11-23T14:37:05.250Z';
  const WHOLE = '2027-02-23T14:37:05.250Z';
  const AFTER_10_DAYS = '2026-12-03T14:37:05.250Z';
  let antoine: MailClient;
  let administrator: MailClient;

  beforeAll(async () => {
    product().clock.set(SAVED);
    await logIn();
  }, 60_000);

  /** Sessions do not last as long as drafts. */
  async function logIn(): Promise<void> {
    antoine = await product().person('antoine.mennebeuf');
    administrator = await product().person('admin');
  }
  const round = () => product().app.get(Housekeeping, { strict: false }).run();
  /** The read models that a round asks may not have seen what was just done. */
  const afterRounds = (look: () => Promise<unknown>, expected: unknown) =>
    expect
      .poll(
        async () => {
          await round();
          return look();
        },
        { timeout: 20_000 },
      )
      .toEqual(expected);

  it('end earlier too, those of before as well, counted from their last saving (R1)', async () => {
    const json = { to: [], cc: [], subject: 'Brouillon', html: '<p>x</p>' };
    const saved = expectStatus(await antoine.call('/drafts', { json }), 201);
    const { id } = saved.json as { id: string };
    const draftOf = async () => expectStatus(await antoine.call(`/drafts/${id}`), 200);
    const listed = async () =>
      ((await antoine.call('/drafts')).json as Page<DraftRow>).items.find((one) => one.id === id)?.expiresAt;
    expect((await draftOf()).json).toMatchObject({ expiresAt: WHOLE });
    const path = `/api/v1/admin/accounts/${antoine.mailbox}/retention`;
    expectStatus(await administrator.ask(path, { method: 'PUT', json: { days: 10 } }), 200);
    await afterRounds(listed, AFTER_10_DAYS);
    expect((await draftOf()).json).toMatchObject({ expiresAt: AFTER_10_DAYS });

    // No other window has changed it: it is saved as it was read before.
    const tag = saved.headers.get('ETag') ?? '';
    expect((await draftOf()).headers.get('ETag')).toBe(tag);
    product().clock.advance(5 * DAY);
    await logIn();
    const put5 = { method: 'PUT', json, headers: { 'If-Match': tag } };
    expectStatus(await antoine.call(`/drafts/${id}`, put5), 200);
    expect((await draftOf()).json).toMatchObject({ expiresAt: '2026-12-08T14:37:05.250Z' });
    const { id: later } = expectStatus(await antoine.call('/drafts', { json }), 201).json as { id: string };
    expect((await antoine.call(`/drafts/${later}`)).json).toMatchObject({
      expiresAt: '2026-12-08T14:37:05.250Z',
    });

    product().clock.set('2026-12-08T14:37:05.249Z');
    await logIn();
    await round();
    await draftOf();
    product().clock.set('2026-12-08T14:37:05.250Z');
    expectProblem(await antoine.call(`/drafts/${id}`), 404, 'not-found');
    expect(await listed()).toBeUndefined();
    const keyring = product().app.get<Keyring>(KEYRING);
    await afterRounds(async () => (await keyring.find([`draft:${id}`, `draft:${later}`])).size, 0);
  });
});
