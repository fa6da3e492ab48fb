import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { Refusal } from '../../src/contracts/decider.js';
import { type MessageSealed } from '../../src/contracts/events/message.events.js';
import { DeleteForeverCommand } from '../../src/messages/delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../../src/messages/delete/delete-message.command.js';
import { ExpireMessageCommand } from '../../src/messages/expire/expire-message.command.js';
import { OpenMessageCommand } from '../../src/messages/open/open-message.command.js';
import { UploadAttachmentCommand } from '../../src/messages/attachments/upload-attachment.command.js';
import { type NewKey } from '../../src/platform/crypto/keyring.js';
import { openWriteSide, type WriteSide } from '../harness/write-side.js';

const TEXT = 'le contenu qui est transféré';
type Person = Awaited<ReturnType<WriteSide['person']>>;

let medimail: WriteSide;
let people: readonly Person[];

beforeAll(async () => {
  medimail = await openWriteSide();
  people = await Promise.all(['antoine', 'claire', 'julie'].map((name) => medimail.person(name)));
});
afterEach(() => {
  vi.restoreAllMocks();
});
afterAll(() => medimail.close());

async function* bytes() {
  yield Buffer.from(TEXT);
}

/** From the first to the others, opened by them, and about to be deleted by all. */
async function original(): Promise<{ id: string; content: string; size: number }> {
  const [sender, ...others] = people as [Person, ...Person[]];
  const upload = new UploadAttachmentCommand(sender.context(), { name: 'a.txt', source: bytes() });
  const attachments = [(await medimail.run(upload)).id];
  const { id } = await medimail.send(sender.context(), {
    to: others.map(({ address }) => address),
    attachments,
  });
  for (const other of others) await medimail.run(new OpenMessageCommand(other.context(), id));
  for (const person of people) await medimail.run(new DeleteMessageCommand(person.context(), id));
  const { content, size } = await attached(id);
  return { id, content, size };
}
async function attached(id: string): Promise<{ content: string; size: number }> {
  const sealed = (await medimail.events(`message-${id}`))[0]?.event as MessageSealed;
  const [attachment] = sealed.data.attachments;
  if (attachment === undefined) throw new Error('no attachment');
  return attachment;
}

/** What a forward and an end call, in this order or another. */
const CALLS = [
  ['keyring', ['create', 'contentKey', 'shred', 'unreferenced']],
  ['contents', ['put', 'delete']],
  ['store', ['append']],
] as const;

/** Every such call comes after `turn`. The turn alone is waited for: a call that makes others is not over before they are. */
function gated(turn: (method: string) => Promise<unknown>): void {
  for (const [part, methods] of CALLS) {
    const target = medimail[part] as unknown as Record<string, (...args: unknown[]) => Promise<unknown>>;
    for (const method of methods) {
      const call = target[method]?.bind(target);
      if (call === undefined) throw new Error(`no ${method}`);
      vi.spyOn(target, method).mockImplementation(async (...args) => {
        await turn(method);
        return call(...args);
      });
    }
  }
}

type End = 'expired' | 'deleted for good';

const forward = (person: Person, id: string) =>
  medimail.send(person.context(), { to: [person.address], forwardOf: id });

/** All that the end takes, from its command to its last deletion. */
function ended(id: string, end: End): Promise<unknown> {
  if (end === 'deleted for good')
    return Promise.all(people.map((one) => medimail.run(new DeleteForeverCommand(one.context(), id))));
  medimail.clock.advance(100 * 86_400_000);
  return medimail.run(new ExpireMessageCommand(medimail.contextOf(null, null), id));
}

/** @returns how many forwards came to be */
async function hold(
  forwarded: readonly PromiseSettledResult<{ id: string }>[],
  { id, content, size }: Awaited<ReturnType<typeof original>>,
): Promise<number> {
  let sent = 0;
  for (const one of forwarded) {
    if (one.status === 'rejected') {
      expect(one.reason).toBeInstanceOf(Refusal);
      expect(one.reason).toMatchObject({ code: 'not-found' });
    } else {
      sent++;
      expect(await attached(one.value.id)).toMatchObject({ content, size });
      expect(await medimail.read(`message:${one.value.id}`, content, size)).toBe(TEXT);
    }
  }
  expect((await medimail.keyring.find([`message:${id}`])).size).toBe(0);
  if (sent === 0) await isGone(content, size);
  return sent;
}

async function isGone(content: string, size: number): Promise<void> {
  const opened = medimail.contents.open(content, medimail.keyring.draw(), size)[Symbol.asyncIterator]();
  await expect(opened.next()).rejects.toMatchObject({ name: 'ContentMissing' });
}

/** The whole end comes before the nth call of the forward. @returns whether there is such a call, and what became of it */
async function endsBefore(n: number, end: End): Promise<{ reached: boolean; sent: number }> {
  const message = await original();
  const { id } = message;
  let calls = 0;
  const ends = { came: false };
  gated(async () => {
    if (calls++ !== n) return;
    ends.came = true;
    await ended(id, end);
  });
  const [forwarded] = await Promise.allSettled([forward(people[1] as Person, id)]);
  vi.restoreAllMocks();
  if (!ends.came) await ended(id, end);
  return { reached: ends.came, sent: await hold([forwarded], message) };
}

describe.each<End>(['expired', 'deleted for good'])(
  'a forward of a message that is being %s (D6, R1)',
  (end) => {
    it('has its content for its own time, or is refused, at whichever step the end comes', async () => {
      const outcomes: number[] = [];
      for (let n = 0, reached = true; reached; n++) {
        const outcome = await endsBefore(n, end);
        ({ reached } = outcome);
        outcomes.push(outcome.sent);
      }
      expect(outcomes.length).toBeGreaterThan(4);
      expect(outcomes[0], 'the end before everything').toBe(0);
      expect(outcomes.at(-1), 'the end after everything').toBe(1);
    });

    it('would lose it, were the holder not looked at once more', async () => {
      const create = medimail.keyring.create.bind(medimail.keyring);
      medimail.keyring.create = ({ contents = [], ...key }: NewKey) =>
        create({ ...key, contents: contents.map(({ content, key: own }) => ({ content, key: own })) });
      try {
        const all = Array.from({ length: 6 }, (_, n) => n);
        const lost: unknown[] = [];
        for (const n of all) await endsBefore(n, end).catch((error: unknown) => lost.push(error));
        expect(lost).toContainEqual(expect.objectContaining({ name: 'ContentMissing' }));
      } finally {
        medimail.keyring.create = create;
      }
    });

    it('and of others who forward it too, whatever comes before what', async () => {
      await fc.assert(
        fc.asyncProperty(fc.scheduler(), async (scheduler) => {
          const message = await original();
          gated((method) => scheduler.schedule(Promise.resolve(), method));
          const forwards = people.map((person) => forward(person, message.id));
          const all = Promise.all([Promise.allSettled(forwards), ended(message.id, end)]);
          const [forwarded] = await scheduler.waitFor(all);
          vi.restoreAllMocks();
          await hold(forwarded, message);
        }),
        { numRuns: 60, endOnFailure: true },
      );
    });
  },
);
