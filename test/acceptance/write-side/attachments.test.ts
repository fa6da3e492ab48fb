import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type MessageSealed } from '../../../src/contracts/events/message.events.js';
import { UploadAttachmentCommand } from '../../../src/messages/attachments/upload-attachment.command.js';
import { DeleteForeverCommand } from '../../../src/messages/delete-forever/delete-forever.command.js';
import { DeleteMessageCommand } from '../../../src/messages/delete/delete-message.command.js';
import { OpenMessageCommand } from '../../../src/messages/open/open-message.command.js';
import { openWriteSide, type WriteSide } from '../../harness/write-side.js';

const MiB = 1024 * 1024;

let medimail: WriteSide;
let antoine: Awaited<ReturnType<WriteSide['person']>>;
let claire: typeof antoine;

beforeAll(async () => {
  medimail = await openWriteSide();
  [antoine, claire] = [await medimail.person('antoine'), await medimail.person('claire')];
});
afterAll(() => medimail.close());

async function* pieces(...parts: readonly (string | Buffer)[]) {
  for (const part of parts) yield Buffer.from(part);
}
async function* zeros(bytes: number) {
  for (let rest = bytes; rest > 0; rest -= MiB) yield Buffer.alloc(Math.min(rest, MiB));
}
const upload = (name: string, source: AsyncIterable<Buffer>, composition?: string) =>
  medimail.run(
    new UploadAttachmentCommand(antoine.context(), {
      name,
      source,
      ...(composition !== undefined && { composition }),
    }),
  );
async function sealing(id: string): Promise<MessageSealed> {
  return (await medimail.events(`message-${id}`))[0]?.event as MessageSealed;
}
const uploadsLeft = () => medimail.databases.database('content').collection('uploads').countDocuments({});

describe('an upload (D1)', () => {
  it('answers name, size and SHA-256', async () => {
    const answer = await upload('compte-rendu.pdf', pieces('%PDF-1.7\n', 'texte'));
    expect(answer).toEqual({
      id: answer.id,
      name: 'compte-rendu.pdf',
      size: 14,
      sha256: createHash('sha256').update('%PDF-1.7\ntexte').digest('hex'),
    });
  });

  it('is what its bytes say, not what its name says', async () => {
    const png = Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex');
    const files = [
      await upload('a.txt', pieces(png, Buffer.alloc(20))),
      await upload('a.pdf', pieces('Bonjour, été')),
      await upload('a.html', pieces(Buffer.from([0, 1, 2, 3]))),
    ];
    const { id } = await medimail.send(antoine.context(), {
      to: [claire.address],
      attachments: files.map((file) => file.id),
    });
    expect((await sealing(id)).private?.attachments.map(({ type }) => type)).toEqual([
      'image/png',
      'text/plain',
      'application/octet-stream',
    ]);
  });

  it('of 60 Mo is taken; one byte more is refused while it streams, and leaves nothing', async () => {
    const before = await uploadsLeft();
    expect(await upload('a', zeros(60 * MiB))).toMatchObject({ size: 60 * MiB });
    await expect(upload('b', zeros(60 * MiB + 1))).rejects.toMatchObject({ code: 'attachments-too-large' });
    expect(await uploadsLeft()).toBe(before + 1);
  });

  it('counts with the others of its composition, also those that stream at the same time', async () => {
    await upload('a', zeros(30 * MiB), 'c1');
    const both = await Promise.allSettled([
      upload('b', zeros(20 * MiB), 'c1'),
      upload('c', zeros(20 * MiB), 'c1'),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await upload('d', zeros(31 * MiB), 'c2');
  });
});

describe('unused uploads of one mailbox', () => {
  const composition = (n: number) => `parallel-${n}`;

  it('are limited to 600 Mo, those that stream at the same time counted', async () => {
    medimail.clock.advance(86_400_000);
    const files = Array.from({ length: 12 }, (_, n) => upload('a', zeros(55 * MiB), composition(n)));
    const done = await Promise.allSettled(files);
    const refused = done.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    expect(refused).toEqual(['uploads-full', 'uploads-full']);
    expect(await uploadsLeft()).toBe(10);
  });

  it('go after a day, so that they keep nobody from uploading', async () => {
    medimail.clock.advance(86_400_000);
    await upload('a', zeros(50 * MiB));
    expect(await uploadsLeft()).toBe(1);
  });
});

describe('an upload with an idempotency key', () => {
  const keyed = (key: string, name: string, text: string) =>
    medimail.run(
      new UploadAttachmentCommand(antoine.context(), {
        name,
        source: pieces(text),
        once: { person: antoine.person, mailbox: antoine.mailbox, route: 'POST attachments', key },
      }),
    );

  it('is one upload for the same file, however often and at once', async () => {
    const before = await uploadsLeft();
    const answers = await Promise.all(['x', 'x', 'x'].map((text) => keyed('k1', 'a.txt', text)));
    expect(await keyed('k1', 'a.txt', 'x')).toEqual(answers[0]);
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1);
    expect(await uploadsLeft()).toBe(before + 1);
  });

  it('with another file is refused, and leaves nothing: idempotency-conflict', async () => {
    await keyed('k2', 'a.txt', 'x');
    const before = await uploadsLeft();
    const blobs = () => medimail.databases.database('content').collection('keys').countDocuments({});
    const keys = await blobs();
    for (const [name, text] of [
      ['a.txt', 'y'],
      ['b.txt', 'x'],
    ] as const) {
      await expect(keyed('k2', name, text)).rejects.toMatchObject({ code: 'idempotency-conflict' });
    }
    expect([await uploadsLeft(), await blobs()]).toEqual([before, keys]);
  });
});

describe('sending attachments', () => {
  it('takes the uploads into the message: their contents open with its key, the uploads are gone', async () => {
    const before = await uploadsLeft();
    const { id: file } = await upload('../../note\u202e.txt', pieces('bonjour'));
    const { id } = await medimail.send(antoine.context(), { to: [claire.address], attachments: [file] });
    const { data, private: named } = await sealing(id);
    expect(named?.attachments[0]).toMatchObject({ name: '../../note\u202e.txt', type: 'text/plain' });
    const { content, size } = data.attachments[0]!;
    expect(await medimail.read(`message:${id}`, content, size)).toBe('bonjour');
    expect(await uploadsLeft()).toBe(before);
    expect((await medimail.keyring.find([`upload:${file}`])).size).toBe(0);
  });

  it('of another mailbox, or gone, is refused: invalid', async () => {
    const { id } = await upload('a.txt', pieces('x'));
    for (const attachments of [[id], ['gone']]) {
      const sending = medimail.send(claire.context(), { to: [antoine.address], attachments });
      await expect(sending).rejects.toMatchObject({ code: 'invalid', errors: [{ field: 'attachments' }] });
    }
  });

  it('in two messages at once goes with one of them; the other is refused', async () => {
    const { id } = await upload('a.txt', pieces('x'));
    const send = () => medimail.send(antoine.context(), { to: [claire.address], attachments: [id] });
    const both = await Promise.allSettled([send(), send()]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected');
    expect(['attachment-taken', 'invalid']).toContain(refused?.reason.code);
  });

  it('over 60 Mo together is refused before sealing, and the uploads can be sent otherwise', async () => {
    const [a, b] = [await upload('a', zeros(40 * MiB)), await upload('b', zeros(21 * MiB))];
    const send = (...attachments: string[]) =>
      medimail.send(antoine.context(), { to: [claire.address], attachments });
    await expect(send(a.id, b.id)).rejects.toMatchObject({ code: 'attachments-too-large' });
    await send(a.id);
    await send(b.id);
  });

  it('that is refused for another reason leaves the uploads free', async () => {
    const { id } = await upload('a.txt', pieces('x'));
    const send = (to: string) => medimail.send(antoine.context(), { to: [to], attachments: [id] });
    await expect(send('nobody@medimail.test')).rejects.toMatchObject({ code: 'recipients-refused' });
    await send(claire.address);
  });
});

describe('forwarding (D6)', () => {
  it('carries the originals, copies no byte, and keeps them while one of the messages lives', async () => {
    const { id: file } = await upload('note.txt', pieces('bonjour'));
    const original = await medimail.send(antoine.context(), { to: [claire.address], attachments: [file] });
    const forward = { to: [antoine.address], forwardOf: original.id };
    await expect(medimail.send(claire.context(), forward)).rejects.toMatchObject({ code: 'not-opened' });
    await medimail.run(new OpenMessageCommand(claire.context(), original.id));
    const { id } = await medimail.send(claire.context(), forward);

    const { content, size } = (await sealing(original.id)).data.attachments[0]!;
    const forwarded = await sealing(id);
    expect(forwarded.data).toMatchObject({ forwardOf: original.id, attachments: [{ content, size }] });
    expect(forwarded.private?.attachments[0]?.name).toBe('note.txt');
    for (const person of [antoine, claire]) {
      await medimail.run(new DeleteMessageCommand(person.context(), original.id));
      await medimail.run(new DeleteForeverCommand(person.context(), original.id));
    }
    expect(await medimail.read(`message:${id}`, content, size)).toBe('bonjour');
    await expect(medimail.send(claire.context(), forward)).rejects.toMatchObject({ code: 'not-found' });
  });
});
