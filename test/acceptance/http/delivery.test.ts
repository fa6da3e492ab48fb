import { beforeAll, expect, it } from 'vitest';
import { type MessageRow } from '../../../src/contracts/http/messages.http.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const at = (name: string) => `${name}@medimail.test`;

describeProduct('the delivery of a message', (product) => {
  let antoine: MailClient;
  let claire: MailClient;
  let julie: MailClient;
  let rose: MailClient;
  const shared = mailboxIdOf('secretariat.cardio');

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    julie = await product().person('julie.martin');
    rose = await product().person('rose.rouge');
    product().clock.advance(1_000);
  }, 60_000);

  /** The lines with this subject, in any folder. */
  async function rowsOf(
    reader: MailClient,
    subject: string,
    mailbox = reader.mailbox,
  ): Promise<MessageRow[]> {
    const { items } = await reader.list('limit=200', mailbox);
    return items.filter((row) => row.subject === subject);
  }

  it('is in « Messages envoyés » and in the inbox of each recipient, those for information too (D2)', async () => {
    const subject = 'À tous';
    const { id } = await antoine.send({ to: [at('claire.pradel')], cc: [at('julie.martin')], subject });
    expect(await rowsOf(antoine, subject)).toMatchObject([{ id, folder: 'sent' }]);
    for (const reader of [claire, julie]) {
      reader.seeing(antoine);
      expect(await rowsOf(reader, subject)).toMatchObject([
        { id, folder: 'inbox', opened: false, to: [{ address: at('claire.pradel') }] },
      ]);
    }
    expect(await rowsOf(rose.seeing(antoine), subject)).toEqual([]);
    const { to, cc } = await julie.open(id);
    expect([to, cc]).toEqual([
      [{ address: at('claire.pradel'), name: 'Claire Pradel' }],
      [{ address: at('julie.martin'), name: 'Julie Martin' }],
    ]);
  });

  it('to a correspondence address reaches its account, once, whatever else names it (D2, S8)', async () => {
    const subject = 'Par MSSanté';
    const mssante = 'claire.pradel@demo.mssante.test';
    const { id } = await antoine.send({
      to: [mssante.toUpperCase(), at('claire.pradel')],
      cc: [at('Claire.Pradel')],
      subject,
    });
    expect(await rowsOf(claire.seeing(antoine), subject)).toHaveLength(1);
    const message = await claire.open(id);
    expect([message.to, message.cc]).toEqual([[{ address: mssante, name: 'Claire Pradel' }], []]);
    expect(message.events.filter(({ type }) => type === 'delivered')).toHaveLength(1);
  });

  it('to oneself is two copies, each with its own state (D2)', async () => {
    const subject = 'Pour moi';
    const { id } = await antoine.send({ to: [at('antoine.mennebeuf')], subject });
    const states = async () =>
      Object.fromEntries(
        (await rowsOf(antoine, subject)).map((row) => [
          row.id,
          [row.folder, row.opened, row.openedBy ?? null],
        ]),
      );
    expect(await states()).toEqual({ [id]: ['inbox', false, null], [`${id}-sent`]: ['sent', true, 'none'] });
    await antoine.open(id);
    expect(await states()).toEqual({ [id]: ['inbox', true, null], [`${id}-sent`]: ['sent', true, 'all'] });
    expectStatus(await antoine.call(`/messages/${id}-sent`, { method: 'DELETE' }), 200);
    expectStatus(await antoine.call(`/messages/${id}-sent?forever=true`, { method: 'DELETE' }), 200);
    expect(await states()).toEqual({ [id]: ['inbox', true, null] });
    expect((await antoine.open(id)).html).toBe('<p>Texte</p>');
    expectStatus(await antoine.call(`/messages/${id}-sent`), 404);
  });

  it('from an organisational account shows the account, and keeps the person in the timeline (S13)', async () => {
    const subject = 'Du secrétariat';
    const json = { to: [at('claire.pradel')], subject };
    const { id } = expectStatus(await julie.call('/messages', { json }, shared), 201).json;
    const account = { address: at('secretariat.cardio'), name: 'Secrétariat de cardiologie' };
    expect(await rowsOf(claire.seeing(julie), subject)).toMatchObject([{ id, from: account }]);
    const { from, events } = await claire.open(id);
    expect(from).toEqual(account);
    expect(events.at(-1)).toMatchObject({ type: 'sealed', by: { ...account, person: 'Julie Martin' } });
    expect(events.at(-1)?.text).toContain('par secretariat.cardio@medimail.test (Julie Martin) le ');
    for (const user of [julie, antoine.seeing(julie)]) {
      expect(await rowsOf(user, subject, shared)).toMatchObject([{ id, folder: 'sent' }]);
    }
    expect(await rowsOf(julie, subject)).toEqual([]);
  });

  it('to an organisational account is opened once for the account, and by each person (S13, C3)', async () => {
    const subject = 'Au secrétariat';
    const { id } = await claire.send({ to: [at('secretariat.cardio')], subject });
    const seen = async (reader: MailClient) => (await rowsOf(reader, subject, shared))[0];
    expect(await seen(antoine.seeing(claire))).toMatchObject({ opened: false, openedByMe: false });
    await julie.open(id, shared);
    expect(await seen(antoine.seeing(julie))).toMatchObject({ opened: true, openedByMe: false });
    expectStatus(await antoine.call(`/messages/${id}`, {}, shared), 409);
    const { events } = await antoine.open(id, shared);
    const openings = events.filter(({ type }) => type === 'opened').map(({ by }) => by?.person);
    expect(openings).toEqual(['Antoine Mennebeuf', 'Julie Martin']);
  });

  it('tells the sender whether none, some or all recipients have opened (C3)', async () => {
    const subject = 'Qui a lu ?';
    const to = [at('claire.pradel'), at('julie.martin')];
    const { id } = await antoine.send({ to, cc: [at('rose.rouge')], subject });
    const openedBy = async () => (await rowsOf(antoine, subject))[0]?.openedBy;
    expect(await openedBy()).toBe('none');
    await antoine.open(id);
    expect(await openedBy()).toBe('none');
    for (const [reader, state] of [
      [claire, 'some'],
      [claire, 'some'],
      [julie, 'some'],
      [rose, 'all'],
    ] as const) {
      await reader.open(id);
      antoine.seeing(reader);
      expect(await openedBy()).toBe(state);
    }
  });

  it.each([
    'Compte-rendu n° 1 : œdème, naïveté, ñ, ß',
    'ﬁn ﬀ Ⅷ ﷺ',
    '👩🏽‍⚕️ → 𝒜𝓋𝒾𝓈 ❤️',
    'e\u0301te\u0301 ≠ été',
    'مرحبا שלום 你好',
    '\u202Egnp.siva',
    '<b>"&\'</b> {{x}} ${y} %s \\',
    '  espaces  ',
  ])('keeps the subject %j as it was written', async (subject) => {
    const { id } = await antoine.send({ to: [at('claire.pradel')], subject });
    claire.seeing(antoine);
    expect((await claire.list('limit=200')).items.find((row) => row.id === id)?.subject).toBe(subject);
    expect((await claire.open(id)).subject).toBe(subject);
  });
});
