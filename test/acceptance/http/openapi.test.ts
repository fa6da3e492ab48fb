import { FormatRegistry, type TSchema } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { beforeAll, expect, it } from 'vitest';
import { MeView, SessionView, TermsView } from '../../../src/contracts/http/me.http.js';
import {
  FolderView,
  MessageRowPage,
  MessageView,
  TimelineEntryView,
} from '../../../src/contracts/http/messages.http.js';
import { ProblemView } from '../../../src/contracts/http/problem.http.js';
import { type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

FormatRegistry.Set('date-time', (value) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value));
FormatRegistry.Set('uri', (value) => URL.canParse(value));

interface Operation {
  readonly summary?: string;
  readonly responses: Readonly<Record<string, { readonly content?: object } | undefined>>;
}

const misfits = (schema: TSchema, value: unknown) =>
  [...Value.Errors(schema, value)].map(({ path, message }) => `${path}: ${message}`);

describeProduct('the description of the API', (product) => {
  let reader: MailClient;
  beforeAll(async () => {
    reader = await product().person('antoine.mennebeuf');
  });

  it('describes what every operation answers, and how it refuses', async () => {
    const { paths, openapi } = (await reader.ask('/api/openapi.json')).json;
    expect(openapi).toBe('3.1.0');
    const operations = Object.entries<Record<string, Operation>>(paths)
      .filter(([path]) => path.startsWith('/api/v1/'))
      .flatMap(([path, item]) =>
        Object.entries(item).map(([verb, one]) => ({ name: `${verb} ${path}`, one })),
      );
    expect(operations.length).toBeGreaterThan(15);
    for (const { name, one } of operations) {
      expect(one.summary, name).toBeTruthy();
      expect(one.responses['default']?.content, name).toHaveProperty('application/problem+json');
      const success = Object.keys(one.responses).find((status) => status.startsWith('2')) ?? 'none';
      const answer = one.responses[success];
      expect(success === '204' || answer?.content !== undefined, `${name} says what it answers`).toBe(true);
    }
  });

  it('describes how each operation refuses, by who may call it and what it takes', async () => {
    const { paths, components } = (await reader.ask('/api/openapi.json')).json;
    expect(components.schemas.Problem).toMatchObject({ title: 'Problem' });
    const refusals = (verb: string, path: string) => {
      const described = Object.entries<{ content?: object }>(paths[path][verb].responses);
      const refused = described.filter(([status]) => status >= '400' && status !== 'default');
      for (const [, { content }] of refused) expect(content).toHaveProperty('application/problem+json');
      return refused.map(([status]) => Number(status));
    };
    const mailbox = '/api/v1/mailboxes/{m}';
    expect(refusals('get', '/api/v1/terms/current')).toEqual([429, 503]);
    expect(refusals('get', '/api/v1/me')).toEqual([400, 401, 429, 503]);
    expect(refusals('get', `${mailbox}/folders`)).toEqual([400, 401, 403, 404, 429, 503]);
    expect(refusals('put', `${mailbox}/drafts/{d}`)).toEqual([400, 401, 403, 404, 412, 413, 429, 503]);
    const send = [400, 401, 403, 404, 409, 412, 413, 422, 429, 503];
    expect(refusals('post', `${mailbox}/messages`)).toEqual(send);
    expect(refusals('get', `${mailbox}/messages/{id}/attachments/{a}`)).toContain(416);
    expect(refusals('put', '/api/v1/admin/accounts/{a}/retention')).toContain(409);
    const { description } = paths[`${mailbox}/messages`].post.responses['422'];
    expect(description).toContain('…/recipients-refused');
    expect(refusals('post', `${mailbox}/folders`)).toContain(409);
    const keyed = paths[`${mailbox}/folders`].post.parameters.map(({ name }: { name: string }) => name);
    expect(keyed).toContain('Idempotency-Key');
    // Of codes that are no refusals there are none.
    for (const item of Object.values<Record<string, Operation>>(paths))
      for (const one of Object.values(item)) expect(Object.keys(one.responses)).not.toContain('undefined');
  });

  it('describes an upload: its bytes, the name of the file, the key that makes it one', async () => {
    const { paths } = (await reader.ask('/api/openapi.json')).json;
    const { parameters, requestBody } = paths['/api/v1/mailboxes/{m}/attachments'].post;
    expect(requestBody.content).toEqual({
      'application/octet-stream': { schema: { type: 'string', format: 'binary' } },
    });
    const headers = parameters.filter((one: { in: string }) => one.in === 'header');
    const required = headers.map((one: { name: string; required: boolean }) => [one.name, one.required]);
    expect(Object.fromEntries(required)).toEqual({ 'Content-Disposition': true, 'Idempotency-Key': false });
    expect(paths['/api/v1/mailboxes/{m}/attachments/{a}'].delete.responses).toHaveProperty('204');
  });

  it.each<[string, TSchema]>([
    ['/api/v1/me', MeView],
    ['/api/v1/terms/current', TermsView],
  ])('answers %s as described', async (path, schema) => {
    expect(misfits(schema, (await reader.ask(path)).json)).toEqual([]);
  });

  it('answers lists, a message, its timeline and a refusal as described', async () => {
    const { items } = await reader.list('folder=inbox');
    const message = await reader.open(items[0]?.id ?? '');
    const events = (await reader.call(`/messages/${message.id}/events`)).json as unknown[];
    const sessions = (await reader.ask('/api/v1/me/sessions')).json as unknown[];
    const answers: [TSchema, unknown][] = [
      [MessageRowPage, await reader.list()],
      [MessageView, message],
      [ProblemView, (await reader.call('/messages/none')).json],
      ...(await reader.folders()).map((folder): [TSchema, unknown] => [FolderView, folder]),
      ...events.map((event): [TSchema, unknown] => [TimelineEntryView, event]),
      ...sessions.map((session): [TSchema, unknown] => [SessionView, session]),
    ];
    for (const [schema, answer] of answers) expect(misfits(schema, answer), schema.title).toEqual([]);
  });
});
