import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { messageDecider } from '../../../src/messages/message.decider.js';
import { DeleteForeverCommand } from '../../../src/messages/delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../../../src/messages/delete/delete-message.command.js';
import { ExpireMessageCommand } from '../../../src/messages/expire/expire-message.command.js';
import { MarkUnreadCommand } from '../../../src/messages/mark-unread/mark-unread.command.js';
import { MoveMessageCommand } from '../../../src/messages/move/move-message.command.js';
import { OpenMessageCommand } from '../../../src/messages/open/open-message.command.js';
import { RestoreMessageCommand } from '../../../src/messages/restore/restore-message.command.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

let medimail: WriteSide;
let antoine: Awaited<ReturnType<WriteSide['person']>>;
let claire: typeof antoine;

beforeAll(async () => {
  medimail = await openWriteSide();
  [antoine, claire] = [await medimail.person('antoine'), await medimail.person('claire')];
});
afterAll(() => medimail.close());

const sent = async (message: object = {}) =>
  (await medimail.send(antoine.context(), { to: [claire.address], ...message })).id;
const types = async (id: string) =>
  (await medimail.events(`message-${id}`)).slice(3).map(({ event }) => event.type);

describe('the commands about a copy', () => {
  it('leave their events, each with who acted, for which mailbox and in words', async () => {
    const id = await sent();
    const { run } = medimail;
    expect(await run(new OpenMessageCommand(claire.context(), id))).toEqual({
      id,
      stream: `message-${id}`,
      revision: 3,
    });
    await run(new MarkUnreadCommand(claire.context(), id));
    await run(new MoveMessageCommand(claire.context(), id, 'sent'));
    await run(new DeleteMessageCommand(claire.context(), id));
    await run(new RestoreMessageCommand(claire.context(), id));
    expect(await types(id)).toEqual([
      'MessageOpened',
      'MessageMarkedUnread',
      'MessageMoved',
      'MessageDeleted',
      'MessageRestored',
    ]);
    for (const { event, metadata } of (await medimail.events(`message-${id}`)).slice(3)) {
      expect(event.private).toEqual({ by: { address: claire.address, name: 'Dr claire' } });
      expect(metadata).toMatchObject({ actor: claire.person, mailbox: claire.mailbox });
    }
  });

  it('repeated change nothing, and answer where the stream is', async () => {
    const id = await sent();
    const first = await medimail.run(new OpenMessageCommand(claire.context(), id));
    expect(await medimail.run(new OpenMessageCommand(claire.context(), id))).toEqual(first);
  });

  it('to a folder that the mailbox does not have are refused: folder-not-found', async () => {
    const moving = medimail.run(new MoveMessageCommand(claire.context(), await sent(), 'elsewhere'));
    await expect(moving).rejects.toMatchObject({ code: 'folder-not-found' });
  });

  it('of what the mailbox does not hold are refused: not-found', async () => {
    const rose = await medimail.person('rose');
    const opening = medimail.run(new OpenMessageCommand(rose.context(), await sent()));
    await expect(opening).rejects.toMatchObject({ code: 'not-found' });
  });

  it('reach the sent copy of somebody who wrote to themselves by its own id', async () => {
    const id = await sent({ to: [antoine.address] });
    await medimail.run(new DeleteMessageCommand(antoine.context(), `${id}-sent`));
    const { state } = await medimail.aggregates.load(messageDecider, `message-${id}`);
    expect([...state.copies.values()].map(({ copy, folder }) => [copy, folder])).toEqual([
      [`${id}-sent`, 'deleted'],
      [id, 'inbox'],
    ]);
  });
});

async function contentOf(id: string): Promise<{ content: string; size: number }> {
  const { state } = await medimail.aggregates.load(messageDecider, `message-${id}`);
  return state.body;
}

async function expectEnded(id: string, { content, size }: { content: string; size: number }): Promise<void> {
  expect(await medimail.keyring.find([`message:${id}`])).toEqual(new Map());
  await expect(medimail.contents.open(content, medimail.keyring.draw(), size)[Symbol.asyncIterator]().next())
    .rejects //
    .toMatchObject({ name: 'ContentMissing' });
  for (const { event } of await medimail.events(`message-${id}`)) expect(event.private).toBeNull();
}

describe('the end of a message (R1, C10)', () => {
  it('with the last copy deleted for good destroys key and content; the history stays', async () => {
    const id = await sent();
    const body = await contentOf(id);
    for (const person of [antoine, claire]) {
      await medimail.run(new DeleteMessageCommand(person.context(), id));
      await medimail.run(new DeleteForeverCommand(person.context(), id));
    }
    expect((await types(id)).slice(-3)).toEqual([
      'MessageDeletedForever',
      'MessageExpired',
      'MessageShredded',
    ]);
    await expectEnded(id, body);
  });

  it('after three months destroys them too, and may be repeated', async () => {
    const id = await sent();
    const body = await contentOf(id);
    const expire = () => medimail.run(new ExpireMessageCommand(medimail.contextOf(null, null), id));
    await expect(expire()).rejects.toMatchObject({ code: 'not-due' });
    medimail.clock.set('2027-02-23T10:00:00.000Z');
    const answer = await expire();
    expect(await expire()).toEqual(answer);
    await expectEnded(id, body);
    const opening = medimail.run(new OpenMessageCommand(claire.context(), id));
    await expect(opening).rejects.toMatchObject({ code: 'not-found' });
  });
});
