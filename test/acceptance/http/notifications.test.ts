import { beforeAll, expect, it, vi } from 'vitest';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { MAIL_OUT, type MailOut } from '../../../src/platform/mail/mail-out.js';
import { Due } from '../../../src/retention/due.js';
import { Housekeeping } from '../../../src/retention/housekeeping.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { mailsTo, notify, queueOf, untilTold } from '../../harness/notifications.js';
import { answerAnew, untilAnswered } from '../../harness/policies-at-rest.js';
import { describeProduct } from '../../harness/product.js';
import { eventually } from '../../harness/projection-world.js';

const CLAIRE = 'claire@cabinet.exemple.fr';
const ANTOINE = 'antoine@cabinet.exemple.fr';

describeProduct('notifications', (product) => {
  let antoine: MailClient;
  let claire: MailClient;
  let julie: MailClient;
  const loggedIn = async () => {
    [antoine, claire, julie] = await Promise.all([
      product().person('antoine.mennebeuf'),
      product().person('claire.pradel'),
      product().person('julie.martin'),
    ]);
  };
  beforeAll(async () => {
    await loggedIn();
    // They tell of what happens from now on, once they have begun.
    await untilAnswered(product());
  }, 60_000);

  const linkTo = (mailbox: string, id: string) => `${product().url}/m/${mailbox}/${id}`;
  /** Mails to an address with a link to this copy. */
  const told = async (address: string, mailbox: string, id: string) => {
    await untilTold(product());
    const mails = await mailsTo(address, product());
    return mails.filter(({ mail }) => mail.text?.includes(`/m/${mailbox}/${id}\n`));
  };
  const subjects = async (address: string, mailbox: string, id: string) =>
    (await told(address, mailbox, id)).map(({ mail }) => mail.subject ?? '').sort();

  it('tell of a message received, once, by its link and nothing of what it holds (A5, S7)', async () => {
    await notify(claire, CLAIRE);
    const texts = { subject: 'Zéphyrine Ostéosarcome', html: '<p>Glioblastome</p>' };
    const attachments = [await antoine.upload('échographie.txt', Buffer.from('Pneumothorax'), 'text/plain')];
    const to = ['claire.pradel@medimail.test', 'julie.martin@medimail.test'];
    const { id } = await antoine.send({ to, ...texts, attachments });
    const mails = await told(CLAIRE, claire.mailbox, id);
    expect(mails).toHaveLength(1);
    const { raw, mail } = mails[0]!;
    expect(mail.headers.get('auto-submitted')).toBe('auto-generated');
    expect(mail.text?.split('\n')).toContain(linkTo(claire.mailbox, id));
    expect(mail.html).toContain(`<a href="${linkTo(claire.mailbox, id)}">`);
    const whole = [mail.subject, mail.text, mail.html, raw].join('\n');
    expect(whole).not.toMatch(
      /ostéosarcome|zéphyrine|glioblastome|échographie|antoine|mennebeuf|pradel|julie|@medimail\.test.*@/i,
    );
    expect(whole).not.toContain('claire.pradel@medimail.test');
    expect(await queueOf(product()).waiting()).toEqual({ count: 0, oldest: undefined });
  });

  it('tell the sender of the first opening and of a deletion for good, not of one’s own (S7, C8)', async () => {
    await notify(antoine, ANTOINE, { received: false });
    await notify(claire, CLAIRE);
    const to = ['claire.pradel@medimail.test', 'antoine.mennebeuf@medimail.test'];
    const { id } = await antoine.send({ to });
    const sentCopy = `${id}-sent`;
    await antoine.open(id);
    await antoine.open(sentCopy);
    expect(await subjects(ANTOINE, antoine.mailbox, sentCopy)).toEqual([]);
    await claire.open(id);
    const opened = ['Un message que vous avez envoyé sur Medimail a été ouvert'];
    expect(await subjects(ANTOINE, antoine.mailbox, sentCopy)).toEqual(opened);
    expectStatus(await claire.call(`/messages/${id}/unread`, { method: 'POST' }), 200);
    await claire.open(id);
    expectStatus(await claire.call(`/messages/${id}`, { method: 'DELETE' }), 200);
    expect(await subjects(ANTOINE, antoine.mailbox, sentCopy), 'what is Claire’s affair').toEqual(opened);
    expectStatus(await claire.call(`/messages/${id}?forever=true`, { method: 'DELETE' }), 200);
    expect(await subjects(ANTOINE, antoine.mailbox, sentCopy)).toEqual([
      ...opened,
      'Un message que vous avez envoyé sur Medimail a été supprimé',
    ]);
    // Of what is gone nothing is told any more, if it was before.
    expect((await subjects(CLAIRE, claire.mailbox, id)).length).toBeLessThanOrEqual(1);
  });

  it('of a kind that is switched off, or without an address, are not sent (S7)', async () => {
    await notify(antoine, ANTOINE, { opened: false });
    await notify(claire, null);
    const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'] });
    await claire.open(id);
    const answer = await claire.send({ to: ['antoine.mennebeuf@medimail.test'] });
    expect(await subjects(ANTOINE, antoine.mailbox, answer.id)).toHaveLength(1);
    expect(await subjects(ANTOINE, antoine.mailbox, id)).toEqual([]);
    expect(await subjects(CLAIRE, claire.mailbox, id)).toEqual([]);
  });

  it('go to a shared account’s own address, and to delegates of their copies (S7, S13)', async () => {
    const shared = mailboxIdOf('secretariat.cardio');
    await notify(julie, 'secretariat@hopital.exemple.fr', {}, shared);
    await notify(julie, 'julie@hopital.exemple.fr');
    const json = { address: 'julie.martin@medimail.test' };
    const added = expectStatus(await claire.call('/settings/delegates', { json }), 201).json as {
      id: string;
    };
    const to = ['secretariat.cardio@medimail.test', 'claire.pradel@medimail.test'];
    const { id } = await antoine.send({ to });
    expect(await told('secretariat@hopital.exemple.fr', shared, id)).toHaveLength(1);
    expect(await told('julie@hopital.exemple.fr', julie.mailbox, id)).toHaveLength(1);
    await notify(antoine, ANTOINE);
    await julie.open(id);
    expect(await subjects(ANTOINE, antoine.mailbox, id), 'no recipient has opened it').toEqual([]);
    expectStatus(await claire.call(`/settings/delegates/${added.id}`, { method: 'DELETE' }), 200);
  });

  it('are sent once, whatever is repeated: the policy from its beginning, a sending that was not recorded (S7)', async () => {
    await notify(claire, CLAIRE);
    const sends = vi.spyOn(product().app.get<MailOut>(MAIL_OUT), 'send');
    const cut = vi.spyOn(queueOf(product()), 'done').mockRejectedValueOnce(new Error('the process died'));
    const { id } = await antoine.send({ to: ['claire.pradel@medimail.test'] });
    await eventually(async () => cut.mock.calls.length >= 2, 30_000);
    cut.mockRestore();
    await untilTold(product());
    const sent = () => sends.mock.calls.filter(([{ text }]) => text.includes(id)).map(([mail]) => mail);
    const [first, second, ...others] = sent();
    expect(others).toEqual([]);
    expect(second, 'the same mail, under the same id').toEqual(first);

    const add = vi.spyOn(queueOf(product()), 'add');
    await answerAnew(product(), 'notifications');
    // The next event finds the lease lost.
    await antoine.send({ to: ['claire.pradel@medimail.test'] });
    await eventually(async () => add.mock.calls.some(([{ copies }]) => copies.includes(id)), 30_000);
    await untilTold(product());
    expect(sent()).toHaveLength(2);
    vi.restoreAllMocks();
  });

  it('warn of what ends in a week, once, in one mail for a day (R2, S7)', async () => {
    product().clock.set('2026-12-10T09:00:00.000Z');
    await loggedIn();
    await notify(claire, CLAIRE, { received: false });
    const to = ['claire.pradel@medimail.test'];
    const [first, second, thrown] = [
      await antoine.send({ to }),
      await antoine.send({ to }),
      await antoine.send({ to }),
    ];
    expectStatus(await claire.seeing(antoine).call(`/messages/${thrown.id}`, { method: 'DELETE' }), 200);
    // What follows takes months in a second: the read model that tells what ends may not have seen it yet.
    const isDue = async (): Promise<boolean> => {
      const due = new Set<string>();
      const all = product().app.get(Due, { strict: false }).messages('2030');
      for await (const page of all) for (const { message } of page) due.add(message);
      return [first, second, thrown].every(({ id }) => due.has(id));
    };
    await eventually(isDue, 30_000);
    const warnings = async (id: string) => {
      // The sender looks once more at what is to be announced.
      await eventually(async () => (await announced()) >= weekAfter(product().clock.now()), 30_000);
      return (await told(CLAIRE, claire.mailbox, id)).map(({ mail }) => mail.text ?? '');
    };
    const announced = async () => {
      const senders = product().app.get<Databases>(DATABASES).database('policies').collection('senders');
      const record = (await senders.findOne({ _id: 'notifications' })) as { announced?: string } | null;
      return record?.announced ?? '';
    };
    const weekAfter = (now: Date) => new Date(now.getTime() + 7 * 86_400_000).toISOString().slice(0, 10);

    product().clock.set('2027-03-02T12:00:00.000Z');
    expect(await warnings(first.id)).toEqual([]);
    product().clock.set('2027-03-03T09:00:00.000Z');
    const [warning = '', ...others] = await warnings(first.id);
    expect(others).toEqual([]);
    expect(warning).toContain('2 messages seront supprimés automatiquement');
    expect(warning).toContain('le 10/03/2027');
    expect(warning).toContain(linkTo(claire.mailbox, second.id));
    expect(warning).not.toContain(thrown.id);

    await product().restart();
    product().clock.set('2027-03-05T09:00:00.000Z');
    expect(await warnings(first.id)).toHaveLength(1);
  }, 90_000);

  it('that are kept as files go after a week (R1)', async () => {
    const run = () => product().app.get(Housekeeping, { strict: false }).run();
    await run();
    expect(await mailsTo(CLAIRE, product())).not.toEqual([]);
    product().clock.advance(8 * 86_400_000);
    await run();
    expect(await mailsTo(CLAIRE, product())).toEqual([]);
  });
});
