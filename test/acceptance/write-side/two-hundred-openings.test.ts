import { afterAll, beforeAll, expect, it } from 'vitest';
import { send } from '../../../src/messages/decide-send.js';
import { open } from '../../../src/messages/decide-open.js';
import { messageDecider } from '../../../src/messages/message.decider.js';
import { type CommandContext } from '../../../src/platform/commands/aggregates.js';
import { by, expiresAt, sealedAt, sealedMessage } from '../../harness/sealed-message.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

const HOLDERS = 200;
const holder = (index: number) => `m-${index}`;

let medimail: WriteSide;

beforeAll(async () => {
  medimail = await openWriteSide();
  await medimail.keyring.create({ name: 'message:m1', until: new Date(expiresAt) });
  const recipients = Array.from({ length: HOLDERS }, (_, index) => ({
    mailbox: holder(index),
    delegates: [],
  }));
  await medimail.aggregates.execute(messageDecider, 'message-m1', medimail.contextOf(null, null), (state) =>
    send(state, sealedMessage({ recipients })),
  );
});
afterAll(() => medimail.close());

it('two hundred recipients open one message at once, in two processes: each succeeds, once', async () => {
  const processes = [medimail.anotherAggregates(), medimail.anotherAggregates()];
  const opening = (index: number) => {
    const act = { mailbox: holder(index), copy: 'm1', person: `p-${index}`, by, at: sealedAt };
    const context: CommandContext = medimail.contextOf(act.person, act.mailbox);
    return processes[index % 2]!.execute(messageDecider, 'message-m1', context, (state) => open(state, act));
  };
  const answers = await Promise.all(Array.from({ length: HOLDERS }, (_, index) => opening(index)));

  expect(answers.every(({ events }) => events.length === 1)).toBe(true);
  expect(new Set(answers.map(({ revision }) => revision)).size).toBe(HOLDERS);
  const opened = (await medimail.events('message-m1')).flatMap(({ event }) =>
    event.type === 'MessageOpened' ? [(event.data as { mailbox: string }).mailbox] : [],
  );
  expect(opened).toHaveLength(HOLDERS);
  expect(new Set(opened).size).toBe(HOLDERS);
});
