import { beforeAll, describe, expect, it } from 'vitest';
import { DATABASES, type Databases } from '../../../src/platform/documents/documents.js';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { expectProblem, FRENCH } from '../../harness/expect-problem.js';
import { type Answer, type Asked } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { randomStream } from '../../harness/random-stream.js';

const MIB = 1024 * 1024;

describeProduct('a message that is refused', (product) => {
  let antoine: MailClient;
  let claire: MailClient;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
  }, 60_000);

  const post = (json: object) => antoine.call('/messages', { json });
  const to = ['claire.pradel@medimail.test'];
  const head = () => product().app.get<EventStore>(EVENT_STORE).head();

  describe('by what it says', () => {
    const fields = (answer: Answer) =>
      answer.json.errors.map(({ field, code }: { field: string; code: string }) => [field, code]);

    it('of 256 characters of subject; 255 are taken', async () => {
      const refused = expectProblem(await post({ to, subject: 'é'.repeat(256) }), 400, 'invalid');
      expect(fields(refused)).toEqual([['subject', 'max-length']]);
      expectStatus(await post({ to, subject: 'é'.repeat(255) }), 201);
      expectProblem(await post({ to, subject: '🩺'.repeat(256) }), 400, 'invalid');
      expectStatus(await post({ to, subject: '🩺'.repeat(255) }), 201);
    });

    it('with more than 1 MiB of html; 1 MiB is taken, and so is nothing', async () => {
      expectProblem(await post({ to, html: 'é'.repeat(MIB / 2) + 'x' }), 413, 'html-too-large');
      expectStatus(await post({ to, html: 'é'.repeat(MIB / 2) }), 201);
      expectStatus(await post({ to, subject: '', html: '' }), 201);
    });

    it('with html nested so deep that reading it would hold everybody up (D1)', async () => {
      const deep = (levels: number) => '<div>'.repeat(levels) + 'x' + '</div>'.repeat(levels);
      const refused = expectProblem(await post({ to, html: deep(1_001) }), 400, 'invalid');
      expect(fields(refused)).toEqual([['html', 'too-deep']]);
      expectStatus(await post({ to, html: deep(1_000) }), 201);
    });

    it('to nobody, and to 501', async () => {
      const many = (count: number) => Array.from({ length: count }, (_, n) => `r${n}@medimail.test`);
      const refused = [
        { subject: 'x' },
        { to: [], cc: [] },
        { to: many(501) },
        { to: many(300), cc: many(501).slice(300) },
        { to: ['a@medimail.test'], cc: many(501) },
      ];
      for (const message of refused) expectProblem(await post(message), 400, 'invalid');
      // One address is one recipient, however often and in whatever way it is written.
      expectStatus(await post({ to: Array(501).fill(to[0]), cc: [` ${to[0]?.toUpperCase()} `] }), 201);
      expectProblem(await post({ to: many(500), cc: many(500) }), 422, 'recipients-refused');
      expectProblem(await post({ to: Array(1_001).fill(to[0]) }), 400, 'invalid');
      // Five hundred are looked up.
      expectProblem(await post({ to: many(300), cc: many(500).slice(300) }), 422, 'recipients-refused');
    });

    it('with a field that is not known, or of another kind, all named at once', async () => {
      const answer = await post({ to: 'claire', subject: 3, bcc: [], html: null, attachments: [1] });
      const named = fields(expectProblem(answer, 400, 'invalid')).map(([field]: [string]) => field);
      expect(new Set(named)).toEqual(new Set(['to', 'subject', 'bcc', 'html', 'attachments']));
      for (const { detail } of answer.json.errors as { detail: string }[]) expect(detail).toMatch(FRENCH);
    });

    it('with recipients malformed or unknown: all named together, and nothing sealed (D2)', async () => {
      const before = await head();
      const good = 'rose.rouge@medimail.test';
      const bad = ['personne@medimail.test', 'sans-arobase', 'a@b@c', '', 'x@ailleurs.test'];
      const answer = await post({ to: [good, ...bad.slice(0, 3)], cc: [...to, ...bad.slice(3)] });
      const { errors } = expectProblem(answer, 422, 'recipients-refused').json as {
        errors: { field: string; code: string; address: string; detail: string }[];
      };
      expect(errors.map(({ address }) => address).sort()).toEqual([...bad].sort());
      expect(errors.find(({ address }) => address === 'sans-arobase')).toMatchObject({
        field: 'to',
        code: 'malformed',
      });
      expect(errors.find(({ address }) => address === bad[0])).toMatchObject({
        field: 'to',
        code: 'unknown',
      });
      expect(errors.find(({ address }) => address === bad[4])).toMatchObject({ field: 'cc' });
      for (const { detail } of errors) expect(detail).toMatch(FRENCH);
      expect(await head()).toBe(before);
    });

    it('with attachments that are unknown or another mailbox’s, or that went with another message (D1)', async () => {
      const mine = await antoine.upload('a.txt', Buffer.from('a'));
      const foreign = await claire.upload('b.txt', Buffer.from('b'));
      const before = await head();
      for (const attachments of [['none'], [foreign], [mine, foreign]]) {
        const refused = expectProblem(await post({ to, attachments }), 400, 'invalid');
        expect(refused.json.errors[0].field).toBe('attachments');
      }
      expectProblem(await post({ to, attachments: ['../x'] }), 400, 'invalid');
      expect(await head()).toBe(before);
      expectStatus(await post({ to, attachments: [mine] }), 201);
      expectProblem(await post({ to, attachments: [mine] }), 400, 'invalid');
    });

    it('that answers or forwards what is not there: the reply goes, the forward does not (D4, D6)', async () => {
      expectStatus(await post({ to, replyTo: 'none' }), 201);
      expectProblem(await post({ to, forwardOf: 'none' }), 404, 'not-found');
      expectProblem(await post({ to, forwardOf: '../x' }), 400, 'invalid');
      const both = await post({ to: ['personne@medimail.test'], forwardOf: 'none', attachments: ['none'] });
      const { errors } = expectProblem(both, 422, 'recipients-refused').json as {
        errors: { field: string }[];
      };
      expect(errors.map(({ field }) => field)).toEqual(['to', 'forwardOf']);
    });
  });

  describe('by its attachments', () => {
    const upload = (body: Asked['body'], disposition?: string, query = '') =>
      antoine.call(`/attachments${query}`, {
        method: 'POST',
        ...(body !== undefined && { body }),
        headers: disposition === undefined ? {} : { 'Content-Disposition': disposition },
      });
    const named = 'attachment; filename=gros.bin';

    it('without a name: 400 (D1)', async () => {
      for (const disposition of [
        undefined,
        'attachment',
        'attachment; filename=""',
        'attachment; filename=" "',
        "attachment; filename*=UTF-8''%E2%80%8B%07",
      ]) {
        const refused = expectProblem(await upload('x', disposition), 400, 'invalid');
        expect(refused.json.errors[0].field, disposition ?? 'none').toBe('Content-Disposition');
      }
    });

    it('with a composition of no form: 400', async () => {
      expectProblem(await upload('x', named, `?composition=${'x'.repeat(101)}`), 400, 'invalid');
      expectProblem(await upload('x', named, '?draft=x'), 400, 'invalid');
    });

    it('over 60 Mo by one byte: 413, readable; 60 Mo are taken (D1)', async () => {
      expectProblem(await upload(randomStream(60 * MIB + 1), named), 413, 'attachments-too-large');
      const taken = expectStatus(await upload(randomStream(60 * MIB), named), 201).json;
      expect(taken).toMatchObject({ name: 'gros.bin', size: 60 * MIB });
      const one = await antoine.upload('un.bin', Buffer.from('1'));
      const both = { to, attachments: [taken.id, one] };
      expectProblem(await post(both), 413, 'attachments-too-large');
      expectStatus(await post({ ...both, attachments: [taken.id] }), 201);
    }, 60_000);

    it('long before its end: 413, readable, on a connection that goes on (D1)', async () => {
      const begun = performance.now();
      for (let n = 0; n < 3; n++) {
        expectProblem(await upload(randomStream(90 * MIB), named), 413, 'attachments-too-large');
      }
      expectStatus(await upload('x', named), 201);
      expect(performance.now() - begun).toBeLessThan(60_000);
    }, 90_000);

    it('over what its composition has left: 413 (D1)', async () => {
      expectStatus(await upload(randomStream(40 * MIB), named, '?composition=c'), 201);
      expectProblem(
        await upload(randomStream(20 * MIB + 1), named, '?composition=c'),
        413,
        'attachments-too-large',
      );
      expectStatus(await upload('x', named, '?composition=c'), 201);
    }, 60_000);

    it('of no byte: 400, and nothing of it stays (D1)', async () => {
      for (const body of ['', randomStream(0)]) {
        const refused = expectProblem(await upload(body, 'attachment; filename=vide.txt'), 400, 'invalid');
        expect(refused.json.errors).toMatchObject([{ field: 'body', code: 'empty' }]);
      }
      const uploads = product().app.get<Databases>(DATABASES).database('content').collection('uploads');
      expect(await uploads.countDocuments({ size: 0 })).toBe(0);
    });
  });
});
