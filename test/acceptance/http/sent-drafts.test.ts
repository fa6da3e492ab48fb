import { beforeAll, expect, it, vi } from 'vitest';
import { type DraftRow, type DraftView } from '../../../src/contracts/http/drafts.http.js';
import { type Page } from '../../../src/contracts/http/messages.http.js';
import { MessageDispatch } from '../../../src/messages/send/message-dispatch.js';
import { SentDrafts } from '../../../src/messages/send/sent-drafts.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { eventually } from '../../harness/projection-world.js';

const CLAIRE = 'claire.pradel@medimail.test';

describeProduct('a draft that is sent as its window has read it', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
  });

  const fields = (change: object = {}) => ({
    to: [CLAIRE],
    cc: [],
    subject: 'Objet',
    html: '<p>x</p>',
    ...change,
  });
  const saved = async () =>
    (expectStatus(await antoine.call('/drafts', { json: fields() }), 201).json as { id: string }).id;
  const put = (id: string, json: object) => antoine.call(`/drafts/${id}`, { method: 'PUT', json });
  const read = async (id: string) => expectStatus(await antoine.call(`/drafts/${id}`), 200).json as DraftView;
  const isListed = async (id: string) => {
    const page = expectStatus(await antoine.call('/drafts?limit=200'), 200).json as Page<DraftRow>;
    return page.items.some((one) => one.id === id);
  };

  it('of which another window has saved more, sent or deleted it since, is not sent: 412, and nothing is lost (D7)', async () => {
    const id = await saved();
    const seen = (await antoine.call(`/drafts/${id}`)).headers.get('ETag') ?? '';
    expectStatus(await put(id, fields({ subject: 'Autre fenêtre' })), 200);
    const file = await antoine.upload('a.txt', Buffer.from('contenu'));
    const { total } = await antoine.list('folder=sent');
    const json = { to: [CLAIRE], subject: 'Fenêtre', html: '<p>x</p>', draftId: id };
    const send = (tag: string, key?: string, attachments = [file]) =>
      antoine.call('/messages', {
        json: { ...json, attachments },
        headers: { 'If-Match': tag, ...(key !== undefined && { 'Idempotency-Key': key }) },
      });
    expectProblem(await send(seen), 412, 'changed');
    expectProblem(await send('"none of ours"'), 412, 'changed');
    expectProblem(await send('no tag'), 400, 'invalid');
    expect((await antoine.list('folder=sent')).total).toBe(total);
    expect(await read(id)).toMatchObject({ subject: 'Autre fenêtre' });

    // What was refused took nothing: the same upload goes with what is there now.
    const now = (await antoine.call(`/drafts/${id}`)).headers.get('ETag') ?? '';
    const sent = expectStatus(await send(now, 'as-read'), 201).json as { id: string };
    expect(await isListed(id)).toBe(false);
    expect(expectStatus(await send(now, 'as-read'), 201).json).toMatchObject({ id: sent.id });
    // It is sent: what is there no more is not sent once more.
    expectProblem(await send(now, undefined, []), 412, 'changed');
  });

  it('that another window saves while it is sent stays, as that window saved it (D3)', async () => {
    const id = await saved();
    const tag = (await antoine.call(`/drafts/${id}`)).headers.get('ETag') ?? '';
    const dispatch = product().app.get(MessageDispatch, { strict: false });
    const sending = dispatch.send.bind(dispatch);
    const spy = vi.spyOn(dispatch, 'send').mockImplementationOnce(async (...args) => {
      expectStatus(await put(id, fields({ subject: 'Pendant l’envoi' })), 200);
      return sending(...args);
    });
    const json = { to: [CLAIRE], subject: 'Tel que lu', html: '<p>x</p>', draftId: id };
    const answer = await antoine.call('/messages', { json, headers: { 'If-Match': tag } });
    spy.mockRestore();
    const sent = expectStatus(answer, 201).json as { id: string };
    expect(await claire.seeing(antoine).open(sent.id)).toMatchObject({ subject: 'Tel que lu' });
    // The policy that ends sent drafts has passed that sending once it has ended a draft that was sent after it.
    const other = await saved();
    vi.spyOn(product().app.get(SentDrafts, { strict: false }), 'end').mockImplementationOnce(
      (_context, _draft, sentOther) => Promise.resolve(sentOther),
    );
    await antoine.send({ to: [CLAIRE], draftId: other });
    await eventually(async () => !(await isListed(other)));
    expect(await isListed(id)).toBe(true);
    expect(await read(id)).toMatchObject({ subject: 'Pendant l’envoi' });
  });
});
