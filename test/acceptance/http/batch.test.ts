import { beforeAll, describe, expect, it, vi } from 'vitest';
import { DeleteMessageCommand } from '../../../src/messages/delete/delete-message.command.js';
import { StreamBusy, TooManyConflicts } from '../../../src/platform/commands/commands.errors.js';
import { DocumentsUnavailable } from '../../../src/platform/documents/documents.errors.js';
import {
  AppendOutcomeUnknown,
  EventStoreUnavailable,
} from '../../../src/platform/event-store/event-store.errors.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { FolderBox } from '../../harness/folder-box.js';
import { type Answer } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

interface Result {
  readonly id: string;
  readonly status: number;
  readonly type?: string;
}

const problem = (code: string) => `https://medimail.fr/problems/${code}`;

describeProduct('one action on many messages', (product) => {
  describedStatuses(product);
  let claire: MailClient;
  let box: FolderBox;

  beforeAll(async () => {
    claire = await product().person('claire.pradel');
  }, 60_000);

  const start = async (messages: number) => {
    box = await FolderBox.start(product().bus, claire, 'claire.pradel', messages);
    return box.ids;
  };
  const batch = (action: string, ids: readonly unknown[], folder?: unknown) =>
    box.post('/messages/batch', { ids, action, ...(folder !== undefined && { folder }) });
  const results = (answer: Answer): readonly Result[] =>
    (expectStatus(answer, 200).json as { results: Result[] }).results;
  const all = (ids: readonly string[], status = 200) => ids.map((id) => ({ id, status }));
  const counts = async (folder: string) => {
    const found = (await claire.folders(box.mailbox)).find(({ id }) => id === folder);
    return [found?.total, found?.unread];
  };

  it('moves them, and the next list shows all of it (C2)', async () => {
    const ids = await start(30);
    const folder = await box.make('Lot');
    expect(results(await batch('move', ids, folder))).toEqual(all(ids));
    expect(await box.idsIn(folder)).toEqual([...ids].sort());
    expect([await counts(folder), await counts('inbox')]).toEqual([
      [30, 30],
      [0, 0],
    ]);
    for (let round = 0; round < 5; round++) {
      const to = round % 2 === 0 ? 'inbox' : folder;
      expect(results(await batch('move', ids, to))).toEqual(all(ids));
      expect(await counts(to)).toEqual([30, 30]);
    }
  });

  it('deletes, restores, marks as unread, deletes for good (C2, C10)', async () => {
    const ids = await start(5);
    await claire.open(ids[0] ?? '', box.mailbox);
    expect(await counts('inbox')).toEqual([5, 4]);
    expect(results(await batch('unread', ids))).toEqual(all(ids));
    expect(await counts('inbox')).toEqual([5, 5]);
    expect(results(await batch('delete', ids))).toEqual(all(ids));
    expect(await counts('deleted')).toEqual([5, 5]);
    expect(results(await batch('restore', ids.slice(0, 2)))).toEqual(all(ids.slice(0, 2)));
    expect(await box.idsIn('inbox')).toEqual(ids.slice(0, 2).sort());
    expect(results(await batch('delete-forever', ids.slice(2)))).toEqual(all(ids.slice(2)));
    expect([await counts('inbox'), await counts('deleted'), await counts('sent')]).toEqual([
      [2, 2],
      [0, 0],
      [5, 0],
    ]);
  });

  it('answers once for each message named, in order, each by itself (C2)', async () => {
    const [one = '', two = '', three = ''] = await start(3);
    expect(results(await batch('delete', [two]))).toEqual(all([two]));
    const foreign = (await claire.send({ to: ['antoine.mennebeuf@medimail.test'] })).id;
    const malformed = ['', 'a b', '../x', 'x'.repeat(81)];
    const named = [three, 'none', one, three, foreign, two, `${one}-sent`, ...malformed, one];
    const missing = { status: 404, type: problem('not-found') };
    expect(results(await batch('delete-forever', named))).toEqual([
      { id: three, status: 409, type: problem('not-deleted') },
      { id: 'none', ...missing },
      { id: one, status: 409, type: problem('not-deleted') },
      { id: foreign, ...missing },
      { id: two, status: 200 },
      { id: `${one}-sent`, status: 409, type: problem('not-deleted') },
      ...malformed.map((id) => ({ id, ...missing })),
    ]);
    const refused = await batch('move', [one, 'none'], 'nowhere');
    expect(results(refused)).toEqual([
      { id: one, status: 404, type: problem('folder-not-found') },
      { id: 'none', ...missing },
    ]);
    expect(refused.headers.has('X-After')).toBe(false);
    expect(results(await batch('move', [one], 'drafts'))).toEqual([
      { id: one, status: 409, type: problem('drafts-only') },
    ]);
  });

  it('takes 500 messages and not 501, and none at all', async () => {
    const [id = ''] = await start(1);
    const many = (count: number) => [id, ...Array.from({ length: count - 1 }, (_, n) => `none-${n}`)];
    const answers = results(await batch('delete', many(500)));
    expect(answers).toHaveLength(500);
    expect(answers.filter(({ status }) => status === 200)).toEqual(all([id]));
    const tooMany = expectProblem(await batch('delete', many(501)), 400, 'invalid');
    expect(tooMany.json.errors).toMatchObject([{ field: 'ids' }]);
    expectStatus(
      await batch(
        'delete',
        Array.from({ length: 501 }, () => id),
      ),
      400,
    );
    expect(results(await batch('delete', []))).toEqual([]);
  });

  it('says what is wrong with it, and does nothing then', async () => {
    const [id = ''] = await start(1);
    const wrong = async (json: object, field: string) => {
      const { json: answer } = expectProblem(await box.post('/messages/batch', json), 400, 'invalid');
      expect(answer.errors).toMatchObject([{ field }]);
    };
    await wrong({ ids: [id], action: 'move' }, 'folder');
    await wrong({ ids: [id], action: 'move', folder: null }, 'folder');
    await wrong({ ids: [id], action: 'move', folder: 'a b' }, 'folder');
    await wrong({ ids: [id], action: 'burn' }, 'action');
    await wrong({ ids: [id] }, 'action');
    await wrong({ ids: id, action: 'delete' }, 'ids');
    await wrong({ ids: [id, 12], action: 'delete' }, 'ids');
    await wrong({ action: 'delete' }, 'ids');
    expect(await box.idsIn('inbox')).toEqual([id]);
  });

  it('is done once for one Idempotency-Key, and answers the same (C2)', async () => {
    const ids = await start(2);
    const ask = (action: string) =>
      claire.call(
        '/messages/batch',
        { json: { ids: [...ids, 'none'], action }, headers: { 'Idempotency-Key': 'lot-1' } },
        box.mailbox,
      );
    const first = await ask('delete');
    expect(results(first)).toMatchObject([...all(ids), { id: 'none', status: 404 }]);
    const restored = await batch('restore', ids);
    expect(results(restored)).toEqual(all(ids));
    const again = await ask('delete');
    expect(again.json).toEqual(first.json);
    expect(again.headers.get('X-After')).toBe(first.headers.get('X-After'));
    // The answer told again is older than the restoration.
    claire.seeing(restored);
    expect(await box.idsIn('inbox')).toEqual([...ids].sort());
    expectProblem(await ask('restore'), 409, 'idempotency-conflict');
  });

  describe('some of which cannot be done now', () => {
    /** The messages' own commands fail so, as often as they are tried. */
    const failing = (hits: (id: string) => boolean, error: Error) => {
      const { bus } = product();
      const execute = bus.execute.bind(bus);
      return vi.spyOn(bus, 'execute').mockImplementation((command) => {
        const fails = command instanceof DeleteMessageCommand && hits(command.copy);
        return fails ? Promise.reject(error) : execute(command);
      });
    };
    const withKey = (ids: readonly string[], key: string) =>
      claire.call(
        '/messages/batch',
        { json: { ids, action: 'delete' }, headers: { 'Idempotency-Key': key } },
        box.mailbox,
      );

    it.each<[Error, string]>([
      [new StreamBusy('message-x'), 'unavailable'],
      [new TooManyConflicts('message-x', 20), 'unavailable'],
      [new EventStoreUnavailable('append'), 'unavailable'],
      [new DocumentsUnavailable('find'), 'unavailable'],
      [new AppendOutcomeUnknown('message-x'), 'outcome-unknown'],
    ])('answers for each message: $name (C2)', async (error, code) => {
      const ids = await start(20);
      const [, hit = ''] = ids;
      const others = ids.filter((id) => id !== hit);
      const fault = failing((id) => id === hit, error);
      try {
        const answer = await batch('delete', ids);
        const unavailable = { id: hit, status: 503, type: problem(code) };
        expect(results(answer)).toEqual(all(ids).map((done) => (done.id === hit ? unavailable : done)));
        expect(answer.headers.has('X-After')).toBe(true);
      } finally {
        fault.mockRestore();
      }
      expect(await box.idsIn('inbox')).toEqual([hit]);
      expect(await box.idsIn('deleted')).toEqual([...others].sort());
    });

    it('tries no more of them than say that it is an outage (C2)', async () => {
      const [first = ''] = await start(1);
      const ids = [first, ...Array.from({ length: 499 }, (_, n) => `none-${n}`)];
      let tried = 0;
      const fault = failing(() => (tried += 1) > 0, new EventStoreUnavailable('read'));
      try {
        const unavailable = { status: 503, type: problem('unavailable') };
        expect(results(await batch('delete', ids))).toEqual(ids.map((id) => ({ id, ...unavailable })));
      } finally {
        fault.mockRestore();
      }
      expect(tried).toBeLessThan(2 * 16);
    });

    it('keeps no such answer for an Idempotency-Key: it can be tried again (C2)', async () => {
      const ids = await start(2);
      const fault = failing((id) => id === ids[0], new StreamBusy('message-x'));
      try {
        expectProblem(await withKey(ids, 'lot-2'), 503, 'unavailable');
      } finally {
        fault.mockRestore();
      }
      expect(results(await withKey(ids, 'lot-2'))).toEqual(all(ids));
      expect(await box.idsIn('deleted')).toEqual([...ids].sort());
    });

    it('hides no failure that does not pass by itself', async () => {
      const ids = await start(2);
      const fault = failing((id) => id === ids[0], new Error('planted'));
      try {
        expectProblem(await batch('delete', ids), 500, 'unexpected');
      } finally {
        fault.mockRestore();
      }
    });
  });
});
