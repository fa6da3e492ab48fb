import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { streams } from '../../src/contracts/events/streams.js';
import { type MessageSealed } from '../../src/contracts/events/message.events.js';
import { DeleteForeverCommand } from '../../src/messages/delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../../src/messages/delete/delete-message.command.js';
import { ExpireMessageCommand } from '../../src/messages/expire/expire-message.command.js';
import { messageDecider } from '../../src/messages/message.decider.js';
import { dyingAt, ProcessDied, type Step } from '../harness/dying-ports.js';
import { openWriteSide, type WriteSide } from '../harness/write-side.js';

const DUE = '2027-02-23T10:00:00.000Z';

describe('the end of a message, killed between any two steps (R1)', () => {
  let side: WriteSide;
  let message: string;
  let holders: readonly Awaited<ReturnType<WriteSide['person']>>[];
  let contents: readonly { readonly content: string; readonly size: number }[];

  beforeEach(async () => {
    side = await openWriteSide();
    const antoine = await side.person('antoine');
    const claire = await side.person('claire', 'PER');
    holders = [claire, antoine];
    message = (await side.send(antoine.context(), { to: [claire.address], subject: 'Jusqu’au bout' })).id;
    const { state } = await side.aggregates.load(messageDecider, streams.message(message));
    contents = [state.body, ...state.attachments];
    expect(contents.length).toBeGreaterThan(0);
  });
  afterEach(() => side.close());

  const expire = () => side.run(new ExpireMessageCommand(side.contextOf(null, null), message));

  async function expectEnded(reason: string): Promise<void> {
    const events = await side.events(streams.message(message));
    const ends = events.filter(({ event }) => /Expired|Shredded/.test(event.type));
    expect(ends.map(({ event }) => event.type)).toEqual(['MessageExpired', 'MessageShredded']);
    expect(ends[0]?.event.data).toMatchObject({ reason });
    expect((await side.keyring.find([`message:${message}`])).size).toBe(0);
    expect(await side.keyring.unreferenced(contents.map(({ content }) => content))).toHaveLength(
      contents.length,
    );
    for (const { content, size } of contents) {
      const first = side.contents.open(content, side.keyring.draw(), size)[Symbol.asyncIterator]().next();
      await expect(first).rejects.toMatchObject({ name: 'ContentMissing' });
    }
    // The history is there still: who as pseudonyms, what, when, commitments (R3).
    const sealed = events[0]?.event as MessageSealed | undefined;
    expect(sealed).toMatchObject({ type: 'MessageSealed', private: null });
    expect(sealed?.data.commitments.subject).toMatch(/^[0-9a-f]{64}$/);
  }

  const appends = (call: number, when: Step['when']): [string, () => [Step, number]] => [
    `${when} append ${call + 1}`,
    () => [{ port: side.store, method: 'append', when }, call],
  ];
  const at = (
    name: string,
    port: () => object,
    method: string,
    when: Step['when'],
  ): [string, () => [Step, number]] => [`${when} ${name}`, () => [{ port: port(), method, when }, 0]];

  const steps: [string, () => [Step, number]][] = (['before', 'after'] as const).flatMap((when) => [
    appends(0, when),
    at('the key goes', () => side.keyring, 'shred', when),
    at('contents are looked up', () => side.keyring, 'unreferenced', when),
    at('the contents go', () => side.contents, 'delete', when),
    appends(1, when),
  ]);

  it.each(steps)('%s: resumed, it ends the same', async (_, stepOf) => {
    side.clock.set(DUE);
    const live = dyingAt(...stepOf());
    await expect(expire()).rejects.toBeInstanceOf(ProcessDied);
    live();
    // As after a restart: what was folded in memory is gone, too.
    side.aggregates.forget(streams.message(message));
    await expire();
    await expectEnded('retention');
    await expire();
    await expectEnded('retention');
  });

  const afterTheAppend = steps.filter(([name]) => !name.endsWith('append 1'));

  it.each(afterTheAppend)(
    'of a last copy that is deleted for good, %s: answers, and ends',
    async (_, stepOf) => {
      for (const holder of holders.slice(0, 1)) {
        await side.run(new DeleteMessageCommand(holder.context(), message));
        await side.run(new DeleteForeverCommand(holder.context(), message));
      }
      const [, antoine] = holders;
      if (antoine === undefined) throw new Error('nobody holds it');
      await side.run(new DeleteMessageCommand(antoine.context(), message));
      const live = dyingAt(...stepOf());
      await expect(side.run(new DeleteForeverCommand(antoine.context(), message))).resolves.toMatchObject({
        id: message,
      });
      live();
      side.aggregates.forget(streams.message(message));
      await expire();
      await expectEnded('last-copy-deleted');
    },
  );
});
