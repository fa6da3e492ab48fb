import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MAX_REFERENCES, type MessageSealed } from '../../../src/contracts/events/message.events.js';
import { DeleteForeverCommand } from '../../../src/messages/delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../../../src/messages/delete/delete-message.command.js';
import { OpenMessageCommand } from '../../../src/messages/open/open-message.command.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

let medimail: WriteSide;
let antoine: Awaited<ReturnType<WriteSide['person']>>;
let claire: typeof antoine;

beforeAll(async () => {
  medimail = await openWriteSide();
  [antoine, claire] = [await medimail.person('antoine'), await medimail.person('claire')];
});
afterAll(() => medimail.close());

async function thread(id: string) {
  const { data } = (await medimail.events(`message-${id}`))[0]?.event as MessageSealed;
  return { replyTo: data.replyTo, references: data.references };
}
const reply = async (from: typeof antoine, to: typeof antoine, replyTo?: string) =>
  (await medimail.send(from.context(), { to: [to.address], ...(replyTo !== undefined && { replyTo }) })).id;

describe('the conversation of a message (D4; RFC 5322, 3.6.4)', () => {
  it('is kept: what it answers, and what that answered', async () => {
    const first = await reply(antoine, claire);
    await medimail.run(new OpenMessageCommand(claire.context(), first));
    const second = await reply(claire, antoine, first);
    await medimail.run(new OpenMessageCommand(antoine.context(), second));
    const third = await reply(antoine, claire, second);
    expect(await thread(first)).toEqual({ replyTo: null, references: undefined });
    expect(await thread(second)).toEqual({ replyTo: first, references: [first] });
    expect(await thread(third)).toEqual({ replyTo: second, references: [first, second] });
  });

  it('names the newest messages of a long one', async () => {
    const ids = [await reply(antoine, claire)];
    for (let n = 0; n <= MAX_REFERENCES; n++) ids.push(await reply(antoine, claire, ids.at(-1)));
    expect((await thread(ids.at(-1) ?? '')).references).toEqual(ids.slice(1, -1));
  });

  it('begins anew where the message answered is gone', async () => {
    const gone = await reply(antoine, claire);
    await medimail.run(new DeleteMessageCommand(antoine.context(), gone));
    await medimail.run(new DeleteForeverCommand(antoine.context(), gone));
    expect(await thread(await reply(antoine, claire, gone))).toEqual({
      replyTo: null,
      references: undefined,
    });
  });
});
