import {
  EventStoreUnavailable,
  AppendOutcomeUnknown,
} from '../../../src/platform/event-store/event-store.errors.js';
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AddDelegateCommand } from '../../../src/accounts/add-delegate/add-delegate.command.js';
import { GrantAccessCommand } from '../../../src/accounts/grant-access/grant-access.command.js';
import { RegisterMailboxCommand } from '../../../src/accounts/register-mailbox/register-mailbox.command.js';
import { SetCorrespondenceCommand } from '../../../src/accounts/set-correspondence/set-correspondence.command.js';
import { type MessageEvent } from '../../../src/contracts/events/message.events.js';
import { OpenMessageCommand } from '../../../src/messages/open/open-message.command.js';
import { commitTo } from '../../../src/platform/crypto/commitments.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

let medimail: WriteSide;
let antoine: Awaited<ReturnType<WriteSide['person']>>;
let claire: typeof antoine;
let julie: typeof antoine;

beforeAll(async () => {
  medimail = await openWriteSide();
  [antoine, claire, julie] = [
    await medimail.person('antoine'),
    await medimail.person('claire'),
    await medimail.person('julie', 'PER'),
  ];
  const correspondence = 'antoine@ordre.mssante.fr';
  await medimail.run(
    new SetCorrespondenceCommand(antoine.context(), antoine.mailbox, {
      kind: 'mssante',
      address: correspondence,
    }),
  );
});
afterAll(() => medimail.close());

const eventsOf = async (id: string): Promise<MessageEvent[]> =>
  (await medimail.events(`message-${id}`)).map(({ event }) => event as MessageEvent);

async function sealingOf(id: string) {
  const [sealed] = await eventsOf(id);
  if (sealed?.type !== 'MessageSealed' || sealed.private === null) throw new Error('not sealed');
  return { data: sealed.data, private: sealed.private };
}

describe('« Envoyer » (D2)', () => {
  it('seals and delivers in one append, and answers id, stream and revision', async () => {
    const answer = await medimail.send(antoine.context(), { to: ['Claire@Medimail.test'], subject: 'Bilan' });
    expect(answer).toEqual({ id: answer.id, stream: `message-${answer.id}`, revision: 2 });
    const { data, private: named } = await sealingOf(answer.id);
    expect(data).toMatchObject({
      sender: antoine.mailbox,
      sealedAt: '2026-11-23T10:00:00.000Z',
      expiresAt: '2027-02-23T10:00:00.000Z',
      holders: [
        { mailbox: antoine.mailbox, copy: answer.id, role: 'sender' },
        { mailbox: claire.mailbox, copy: answer.id, role: 'recipient' },
      ],
    });
    expect(named).toMatchObject({
      subject: 'Bilan',
      from: { address: antoine.address, name: 'Dr antoine' },
      to: [{ address: claire.address, name: 'Dr claire' }],
      by: { address: antoine.address, name: 'Dr antoine' },
    });
    expect(named.by).not.toHaveProperty('person');
  });

  it('stores the body made safe, encrypted under the message’s key, and commits to it', async () => {
    const html = '<p>Bonjour<script>alert(1)</script></p>';
    const { id } = await medimail.send(antoine.context(), { to: [claire.address], html });
    const { data, private: named } = await sealingOf(id);
    const body = await medimail.read(`message:${id}`, data.body.content, data.body.size);
    expect(body).toBe('<p>Bonjour</p>');
    expect(named.bodySha256).toBe(createHash('sha256').update(body).digest('hex'));
    expect(data.commitments).toEqual(commitTo({ ...named, body: Buffer.from(body) }, named.salts));
  });

  it('leaves nothing of the message in clear in the event store', async () => {
    const { stream } = await medimail.send(antoine.context(), { to: [claire.address], subject: 'Sérologie' });
    for await (const { data, metadata } of medimail.store.read(stream)) {
      const text = JSON.stringify([data, metadata]);
      for (const word of ['Sérologie', 'claire@', 'antoine@', 'Dr ']) expect(text).not.toContain(word);
    }
  });

  it('writes to an account once, whichever of its addresses are named, where it is named first', async () => {
    const to = [claire.address, ' CLAIRE@medimail.test', 'antoine@ordre.mssante.fr'];
    const { id } = await medimail.send(antoine.context(), { to, cc: [antoine.address, claire.address] });
    const { data, private: named } = await sealingOf(id);
    expect(named.to.map(({ address }) => address)).toEqual([claire.address, 'antoine@ordre.mssante.fr']);
    expect(named.cc).toEqual([]);
    expect(data.holders.map(({ mailbox, copy, role }) => [mailbox, copy, role])).toEqual([
      [antoine.mailbox, `${id}-sent`, 'sender'],
      [claire.mailbox, id, 'recipient'],
      [antoine.mailbox, id, 'recipient'],
    ]);
  });

  it('names every address that cannot be reached, all at once: recipients-refused', async () => {
    const sending = medimail.send(antoine.context(), {
      to: [claire.address, 'pas une adresse'],
      cc: ['x@y.fr'],
    });
    await expect(sending).rejects.toMatchObject({
      code: 'recipients-refused',
      errors: [
        { field: 'to', code: 'malformed', address: 'pas une adresse' },
        { field: 'cc', code: 'unknown', address: 'x@y.fr' },
      ],
    });
  });

  it('from an account that the person may not use is refused: not-found', async () => {
    const context = medimail.contextOf(claire.person, antoine.mailbox);
    await expect(medimail.send(context, { to: [claire.address] })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('from an organisational account shows the account, and keeps the person (S13)', async () => {
    const address = 'cardio@medimail.test';
    const context = () => medimail.contextOf(null, null);
    const account = { id: 'm-cardio', type: 'ORG', owner: null, address, label: 'Cardiologie' } as const;
    await medimail.run(new RegisterMailboxCommand(context(), account));
    await medimail.run(new GrantAccessCommand(context(), 'm-cardio', julie.address));
    const { id } = await medimail.send(medimail.contextOf(julie.person, 'm-cardio'), {
      to: [claire.address],
    });
    const { private: named } = await sealingOf(id);
    expect(named.from).toEqual({ address, name: 'Cardiologie', mailbox: 'm-cardio' });
    expect(named.by).toEqual({ address, name: 'Cardiologie', person: 'Camille JULIE' });
  });

  it('gives each delegate of a recipient a copy that says whose it is, and their delegates none (S4)', async () => {
    const rose = await medimail.person('rose');
    await medimail.run(new AddDelegateCommand(rose.context(), julie.address));
    await medimail.run(new AddDelegateCommand(julie.context(), antoine.address));
    const { id } = await medimail.send(claire.context(), { to: [rose.address] });
    const delivered = (await eventsOf(id)).filter((event) => event.type === 'MessageDelivered');
    expect(delivered.map(({ data }) => [data.mailbox, data.role, data.copyOf])).toEqual([
      [rose.mailbox, 'recipient', []],
      [julie.mailbox, 'delegate', [rose.mailbox]],
    ]);
  });
});

describe('a repeated sending', () => {
  it('with the same operation is one message, and answers the same', async () => {
    const context = { ...antoine.context('operation-1'), keyed: true };
    const first = await medimail.send(context, { to: [claire.address] });
    await medimail.run(new OpenMessageCommand(claire.context(), first.id));
    expect(await medimail.send(context, { to: [claire.address] })).toEqual(first);
    expect((await eventsOf(first.id)).map(({ type }) => type)).toEqual([
      'MessageSealed',
      'MessageSent',
      'MessageDelivered',
      'MessageOpened',
    ]);
  });

  it('of two processes at once is one message', async () => {
    const context = { ...antoine.context('operation-2'), keyed: true };
    const both = [1, 2].map(() => medimail.send(context, { to: [claire.address] }));
    const [first, second] = await Promise.all(both);
    expect(second).toEqual(first);
    expect(await eventsOf(first?.id ?? '')).toHaveLength(3);
  });

  it('without a key is another message', async () => {
    const send = () => medimail.send(antoine.context(), { to: [claire.address] });
    expect((await send()).id).not.toBe((await send()).id);
  });
});

describe('a reply', () => {
  it('needs the original to be open: not-opened; then it refers to it', async () => {
    const { id } = await medimail.send(antoine.context(), { to: [claire.address] });
    const reply = { to: [antoine.address], replyTo: id };
    await expect(medimail.send(claire.context(), reply)).rejects.toMatchObject({ code: 'not-opened' });
    await medimail.run(new OpenMessageCommand(claire.context(), id));
    const answer = await medimail.send(claire.context(), reply);
    expect((await sealingOf(answer.id)).data.replyTo).toBe(id);
  });

  it('to a message that somebody else has, or nobody any more, refers to nothing', async () => {
    const answer = await medimail.send(claire.context(), { to: [antoine.address], replyTo: 'gone' });
    expect((await sealingOf(answer.id)).data.replyTo).toBeNull();
  });
});

describe('a sending that failed', () => {
  const failing = async (
    errors: readonly Error[],
    context = antoine.context(),
  ): Promise<{ error: unknown; keys: string[] }> => {
    const create = vi.spyOn(medimail.keyring, 'create');
    const append = vi.spyOn(medimail.store, 'append');
    for (const error of errors) append.mockRejectedValueOnce(error);
    const error: unknown = await medimail.send(context, { to: [claire.address] }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const names = create.mock.calls.map(([{ name }]) => name).filter((name) => name.startsWith('message:'));
    create.mockRestore();
    append.mockRestore();
    return { error, keys: [...(await medimail.keyring.find(names)).keys()] };
  };
  const down = () => new EventStoreUnavailable('the event store is away');
  const lost = () => new AppendOutcomeUnknown('message-x');

  it('for certain leaves no key', async () => {
    const { error, keys } = await failing([down()]);
    expect(error).toBeInstanceOf(EventStoreUnavailable);
    expect(keys).toEqual([]);
  });

  it('or not keeps its key, also where the store went away after that', async () => {
    for (const errors of [
      [lost(), lost(), lost()],
      [lost(), down()],
    ]) {
      const { error, keys } = await failing(errors);
      expect(error).toBeInstanceOf(AppendOutcomeUnknown);
      expect(keys).toHaveLength(1);
    }
  });

  it('with an idempotency key keeps it too: a twin may be at the same message', async () => {
    const { keys } = await failing([down()], { ...antoine.context(), keyed: true } as never);
    expect(keys).toHaveLength(1);
  });
});
