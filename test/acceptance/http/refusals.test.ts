import { request } from 'node:http';
import { beforeAll, describe, expect, it } from 'vitest';
import { EVENT_STORE, type EventStore } from '../../../src/platform/event-store/event-store.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { describedStatuses } from '../../harness/described-statuses.js';
import { expectProblem } from '../../harness/expect-problem.js';
import { type Asked, HttpClient } from '../../harness/http-client.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';
import { randomStream } from '../../harness/random-stream.js';

const MIB = 1024 * 1024;
describeProduct('a request that is refused', (product) => {
  describedStatuses(product);
  let antoine: MailClient;
  let claire: MailClient;
  let julie: MailClient;
  /** From antoine to claire, opened by claire. */
  let message: string;

  beforeAll(async () => {
    antoine = await product().person('antoine.mennebeuf');
    claire = await product().person('claire.pradel');
    julie = await product().person('julie.martin');
    message = (await antoine.send({ to: ['claire.pradel@medimail.test'], subject: 'Avis' })).id;
    await claire.seeing(antoine).open(message);
  }, 60_000);

  const anonymous = () => new HttpClient(product().url);
  const post = (json: object) => antoine.call('/messages', { json });
  const to = ['claire.pradel@medimail.test'];
  const head = () => product().app.get<EventStore>(EVENT_STORE).head();

  /** Something of every mailbox route. */
  const mailboxCalls = (id = message): [string, Asked][] => [
    ['/folders', {}],
    ['/folders', { json: { name: 'Dossier', parentId: 'none' } }],
    ['/folders/none', { method: 'PATCH', json: { name: 'Dossier' } }],
    ['/folders/none', { method: 'DELETE' }],
    ['/messages/batch', { json: { ids: [id], action: 'unread' } }],
    ['/messages', {}],
    ['/messages', { json: { to } }],
    ['/attachments', { body: 'x', headers: { 'Content-Disposition': 'attachment; filename=x' } }],
    ['/changes', {}],
    [`/messages/${id}`, {}],
    [`/messages/${id}`, { method: 'DELETE' }],
    [`/messages/${id}/events`, {}],
    [`/messages/${id}/open`, { method: 'POST' }],
    [`/messages/${id}/move`, { json: { folder: 'deleted' } }],
    [`/messages/${id}/restore`, { method: 'POST' }],
    [`/messages/${id}/unread`, { method: 'POST' }],
    [`/messages/${id}/attachments/a`, {}],
    [`/messages/${id}/reply`, {}],
    [`/messages/${id}/reply-all`, {}],
    [`/messages/${id}/forward`, {}],
  ];
  const messageCalls = (id: string) =>
    mailboxCalls(id).filter(([path]) => path.startsWith(`/messages/${id}`));

  describe('to whom', () => {
    it('nobody is logged in: 401 (A1)', async () => {
      for (const [path, asked] of mailboxCalls()) {
        const answer = await anonymous().ask(`/api/v1/mailboxes/${claire.mailbox}${path}`, asked);
        expectProblem(answer, 401, 'no-session');
      }
      for (const [path, method] of [
        ['me', 'GET'],
        ['me/sessions', 'GET'],
        ['me/sessions/x', 'DELETE'],
        ['me/cards', 'GET'],
        ['me/cards/x', 'DELETE'],
        ['admin/accounts/x/association-codes', 'POST'],
      ] as const) {
        expectProblem(await anonymous().ask(`/api/v1/${path}`, { method }), 401, 'no-session');
      }
    });

    it('comes with a cookie of their own making: 401 (A1)', async () => {
      for (const cookie of ['x', 's%3Ax.y', claire.cookie('medimail')?.slice(0, -2) ?? '']) {
        const client = anonymous();
        client.setCookie('medimail', cookie);
        expectProblem(await client.ask('/api/v1/me'), 401, 'no-session');
      }
    });

    it('was authenticated weakly: a page, or a problem where asked for, and no session (A1)', async () => {
      const path = '/auth/login?as=claire.pradel@medimail.test&acr=eidas0';
      const client = anonymous();
      const page = expectStatus(await client.follow(path), 403);
      expect(page.headers.get('Content-Type')).toMatch(/^text\/html/);
      expect(page.text).toContain('authentification forte');
      expect(client.cookieNames).not.toContain('medimail');
      let answer = await client.ask(path);
      const headers = { Accept: 'application/problem+json' };
      while (answer.status < 400)
        answer = await client.ask(answer.headers.get('Location') ?? '', { headers });
      expectProblem(answer, 403, 'weak-authentication');
      expectProblem(await client.ask('/api/v1/me'), 401, 'no-session');
    });

    it('names an account that is no person to log in as: 400', async () => {
      const path = '/auth/login?as=labo.bio@medimail.test';
      expectProblem(await anonymous().ask(path, { headers: { Accept: 'application/json' } }), 400, 'invalid');
    });

    it('asks for somebody else’s mailbox, or none: 404, and nothing happens', async () => {
      const before = await head();
      for (const mailbox of [
        claire.mailbox,
        mailboxIdOf('labo.bio'),
        'none',
        'x'.repeat(81),
        '%2e%2e',
        'a b',
      ]) {
        for (const [path, asked] of mailboxCalls()) {
          expectProblem(await antoine.call(path, asked, mailbox), 404, 'not-found');
        }
      }
      expect(await head()).toBe(before);
    });

    it('asks for a message that another mailbox holds, or none: 404 (C6)', async () => {
      for (const id of [message, `${message}-sent`, 'none', 'x'.repeat(81), '%2e%2e', 'é']) {
        for (const [path, asked] of messageCalls(id)) {
          expectProblem(await julie.call(path, asked), 404, 'not-found');
        }
      }
    });

    it('asks for the attachment of another message: 404 (C7)', async () => {
      const attachments = [await antoine.upload('a.txt', Buffer.from('contenu'))];
      const { id } = await antoine.send({ to: ['rose.rouge@medimail.test'], attachments });
      const held = (await antoine.open(id)).attachments[0]?.id ?? '';
      expectStatus(await antoine.call(`/messages/${id}/attachments/${held}`), 200);
      expectProblem(await claire.call(`/messages/${id}/attachments/${held}`), 404, 'not-found');
      expectProblem(await claire.call(`/messages/${message}/attachments/${held}`), 404, 'not-found');
      expectProblem(await antoine.call(`/messages/${message}/attachments/${held}`), 404, 'not-found');
    });
  });

  it('before the first login is finished: everything but it, whatever the id (A2, A3)', async () => {
    const paul = await product().person('paul.nouveau');
    const everything = async (code: string) => {
      for (const mailbox of [paul.mailbox, claire.mailbox, 'none']) {
        for (const [path, asked] of mailboxCalls('none')) {
          expectProblem(await paul.call(path, asked, mailbox), 403, code);
        }
      }
      expectProblem(await paul.ask('/api/v1/me/sessions'), 403, code);
    };
    const me = async () => expectStatus(await paul.ask('/api/v1/me'), 200).json;
    expect((await me()).pending).toEqual(['terms', 'identity']);
    await everything('terms-pending');

    const { version } = expectStatus(await paul.ask('/api/v1/terms/current'), 200).json;
    const accept = (json: object) => paul.ask('/api/v1/me/terms-acceptances', { json });
    expectProblem(await accept({ version: 'another' }), 409, 'terms-outdated');
    expectProblem(await accept({}), 400, 'invalid');
    expectStatus(await accept({ version }), 201);
    expect((await me()).pending).toEqual(['identity']);
    await everything('identity-pending');

    const validate = (json: object) => paul.ask('/api/v1/me/identity', { method: 'PUT', json });
    const refused = expectProblem(await validate({ lastName: '' }), 400, 'invalid');
    expect(refused.json.errors.map(({ field }: { field: string }) => field)).toEqual([
      'lastName',
      'firstName',
    ]);
    expectStatus(await validate({ lastName: 'Nouveau', firstName: 'Paul' }), 200);
    expect((await me()).pending).toEqual([]);
    await paul.send({ to, subject: 'Premier message' });
    expect((await paul.list('folder=sent')).items).toHaveLength(1);
  });

  it('and every other answer with data is kept by nobody', async () => {
    const { id } = await claire.send({ to: ['antoine.mennebeuf@medimail.test'] });
    for (const [path, asked] of mailboxCalls(id).filter(([path]) => !/changes|attachments\/a/.test(path))) {
      const answer = await claire.call(path, asked);
      expect(answer.status, path).toBeLessThan(500);
      expect(answer.headers.get('Cache-Control'), path).toBe('no-store');
    }
    for (const path of ['/api/v1/me', '/api/v1/me/sessions', '/api/v1/terms/current']) {
      const answer = expectStatus(await claire.ask(path), 200);
      expect(answer.headers.get('Cache-Control'), path).toBe('no-store');
    }
  });

  describe('as a request', () => {
    it('that another site makes a browser send: 403', async () => {
      const foreign: Readonly<Record<string, string>>[] = [
        { 'Sec-Fetch-Site': 'cross-site' },
        { Origin: 'https://ailleurs.test' },
      ];
      for (const headers of foreign) {
        for (const [path, asked] of mailboxCalls().filter(
          ([, { method, json, body }]) => method ?? json ?? body,
        )) {
          const answer = await claire.call(path, { ...asked, headers: { ...asked.headers, ...headers } });
          expectProblem(answer, 403, 'cross-site');
        }
      }
    });

    it('under a host that is not ours', async () => {
      const status = await new Promise((resolve, reject) => {
        request(`${product().url}/api/v1/me`, { headers: { Host: 'ailleurs.test' } }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect(status).toBe(421);
    });

    it('of a route that there is not: 404', async () => {
      const paths = [
        '/api/v1/nothing',
        '/api/v1/mailboxes',
        '/api/v2/me',
        `/api/v1/mailboxes/${claire.mailbox}/x`,
      ];
      for (const path of paths) expectProblem(await claire.ask(path), 404, 'not-found');
    });

    it('with a method that the route does not have: 404 or 405', async () => {
      for (const [path, method] of [
        ['/messages', 'DELETE'],
        ['/folders', 'PUT'],
        [`/messages/${message}`, 'PATCH'],
        [`/messages/${message}/open`, 'GET'],
      ] as const) {
        const { status, headers } = await claire.call(path, { method });
        expect([404, 405], `${method} ${path}`).toContain(status);
        expect(headers.get('Content-Type')).toMatch(/^application\/problem\+json/);
      }
    });

    it.each(['{', '[1,', '"texte"', 'null', '12'])('whose JSON is %s: 400', async (body) => {
      const headers = { 'Content-Type': 'application/json' };
      expectProblem(await antoine.call('/messages', { body, headers }), 400, 'broken-json');
    });

    it('whose JSON is over 2 MiB: 413, readable', async () => {
      const empty = JSON.stringify({ to, html: '' }).length;
      const html = 'x'.repeat(2 * MIB - empty);
      expectProblem(await post({ to, html }), 413, 'html-too-large');
      expectProblem(await post({ to, html: `${html}x` }), 413, 'too-large');
      const body = randomStream(8 * MIB);
      const headers = { 'Content-Type': 'application/json' };
      expectProblem(await antoine.call('/messages', { body, headers }), 413, 'too-large');
    });

    it.each(['x', 'message-a', 'message-a@', 'message-a@-1', 'message-a@1@2', '@1', 'a@1e3'])(
      'whose X-After is %s: 400',
      async (after) => {
        const answer = await claire.call('/messages', { headers: { 'X-After': after } });
        expect(expectProblem(answer, 400, 'invalid').json.errors[0].field).toBe('X-After');
      },
    );

    it('is answered with what there is, marked, where X-After names what there is not', async () => {
      for (const after of [`message-${message}@999`, 'message-none@0', 'mailbox-none@3']) {
        const answer = await claire.call('/messages', { headers: { 'X-After': after } });
        expect(expectStatus(answer, 200).headers.get('X-Stale'), after).toBe('1');
        expect(answer.json.items.length).toBeGreaterThan(0);
      }
      const fresh = await claire.call('/messages', { headers: { 'X-After': `message-${message}@2` } });
      expect(expectStatus(fresh, 200).headers.has('X-Stale')).toBe(false);
    });
  });
});
