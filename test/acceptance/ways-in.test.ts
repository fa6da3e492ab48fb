import { decodeJwt } from 'jose';
import { simpleParser } from 'mailparser';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoPersonOf } from '../../src/demo/demo-people.js';
import { DemoPortal } from '../../src/demo/identity-provider/demo-portal.js';
import { filedMails } from '../harness/filed-mails.js';
import { type Answer, HttpClient } from '../harness/http-client.js';
import { ANTOINE, type LoginApp, startLoginApp } from '../harness/login-app.js';

/* The portal's two ways in (A1): Pro Santé Connect, by card or telephone, and a one-time code by mail or phone. */

const antoine = demoPersonOf(ANTOINE);
const paul = demoPersonOf('paul.nouveau@medimail.test');

let login: LoginApp;
beforeAll(async () => {
  login = await startLoginApp();
});
afterAll(() => login.close());

/** A browser at the portal's page, and what its forms post. */
async function atPortal() {
  const client = new HttpClient(login.origin);
  const choice = await client.follow('/auth/login?to=/api/v1/me');
  const action = /action="([^"]+)"/.exec(choice.text)?.[1] ?? '';
  const post = (form: Record<string, string>): Promise<Answer> =>
    client.follow(action, { method: 'POST', body: new URLSearchParams(form) });
  return { client, action, post };
}

async function mailedCode(to: string | undefined): Promise<string> {
  const mails = await Promise.all((await filedMails(login.dataDir)).map((raw) => simpleParser(raw)));
  const own = mails.filter((mail) => JSON.stringify(mail.to).includes(to ?? '?'));
  return /\b\d{6}\b/.exec(own.at(-1)?.text ?? '')?.[0] ?? '';
}

describe('a one-time code (A1)', () => {
  it.each(['mail', 'phone'] as const)('by %s is strong, and logs its person in', async (by) => {
    const { post } = await atPortal();
    expect((await post({ way: 'code' })).text).toContain('Recevoir le code');
    const asked = await post({ way: 'code', by, subject: antoine?.subject ?? '' });
    expect(asked.text).toContain('Un code a été envoyé à');
    const code = await mailedCode(antoine?.contact[by]);
    const wrong = await post({ way: 'code', code: code === '000000' ? '000001' : '000000' });
    expect(wrong.text).toContain('Ce code n’est pas le bon.');
    const answer = await post({ way: 'code', code });
    expect(answer.json).toMatchObject({
      person: { lastName: 'Mennebeuf' },
      strongAuth: { acr: 'eidas1', amr: ['mfa', 'otp'] },
    });
  });

  it('proves no national id: who has not been linked by Pro Santé Connect needs an association code', async () => {
    const { client, post } = await atPortal();
    await post({ way: 'code', by: 'mail', subject: paul?.subject ?? '' });
    const refused = await post({ way: 'code', code: await mailedCode(paul?.contact.mail) });
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('href="/auth/association"');
    expect(client.cookieNames).not.toContain('medimail');
  });
});

describe('Pro Santé Connect (A1)', () => {
  it('by telephone logs in whom the telephone approved, and nobody who was refused', async () => {
    for (const answer of ['refuse', 'approve']) {
      const { client, action, post } = await atPortal();
      const waiting = await post({ way: 'telephone', subject: antoine?.subject ?? '' });
      const [, message] = /<strong>(\d\d)<\/strong>/.exec(waiting.text) ?? [];
      const request = /name="request" value="([^"]+)"/.exec(waiting.text)?.[1] ?? '';
      const again = `${action}?request=${request}`;
      expect(waiting.headers.get('Refresh')).toBe(`2; url=${again}`);
      expect((await client.ask(again)).text).toContain('Validez sur votre téléphone');
      const phone = new HttpClient(login.origin);
      expect((await phone.ask('/portail/telephone')).text).toContain(`<strong>${message ?? ''}</strong>`);
      await phone.ask('/portail/telephone', { body: new URLSearchParams({ request, answer }) });
      const after = await client.follow(again);
      if (answer === 'refuse') expect(after.text).toContain('La demande a été refusée');
      else expect(after.json.strongAuth).toMatchObject({ acr: 'eidas1', amr: ['mfa', 'hwk'] });
    }
  });

  it('by telephone lets in the login that asked, once, and no other', async () => {
    const asking = await atPortal();
    const waiting = await asking.post({ way: 'telephone', subject: antoine?.subject ?? '' });
    const request = /name="request" value="([^"]+)"/.exec(waiting.text)?.[1] ?? '';
    await new HttpClient(login.origin).ask('/portail/telephone', {
      body: new URLSearchParams({ request, answer: 'approve' }),
    });
    const another = await atPortal();
    const refused = await another.client.follow(`${another.action}?request=${request}`);
    expect(refused.text).toContain('La demande a été refusée, ou est restée sans réponse.');
    expect((await asking.client.follow(`${asking.action}?request=${request}`)).json.strongAuth).toBeDefined();
    const later = await atPortal();
    const repeated = await later.client.follow(`${later.action}?request=${request}`);
    expect(repeated.text).toContain('La demande a été refusée, ou est restée sans réponse.');
  });

  it('is no way in by a link: a card is shown, and a code entered, by a form alone', async () => {
    const { client, action } = await atPortal();
    const answer = await client.follow(`${action}?subject=${encodeURIComponent(antoine?.subject ?? '')}`);
    expect(answer.text).toContain('Choisissez une personne');
  });
});

it('an address of the portal that nothing answers at is a page', async () => {
  const answer = await new HttpClient(login.origin).ask('/portail/nothing');
  expect(answer.status).toBe(404);
  expect(answer.text).toContain('Cette connexion n’est plus en cours');
});

describe('CIBA (A1)', () => {
  const call = (
    path: string,
    form: Record<string, string>,
    secret = login.app.get(DemoPortal).clientSecret,
  ) =>
    new HttpClient(login.origin).ask(`/portail/${path}`, {
      method: 'POST',
      body: new URLSearchParams(form),
      headers: { Authorization: `Basic ${Buffer.from(`medimail:${secret}`).toString('base64')}` },
    });
  const begin = (hint = antoine?.nationalId ?? '') =>
    call('ext/ciba/auth', { scope: 'openid scope_all', login_hint: hint, binding_message: '42' });
  const poll = (id: string) =>
    call('token', { grant_type: 'urn:openid:params:grant-type:ciba', auth_req_id: id });
  const onTelephone = async (answer: string): Promise<void> => {
    const phone = new HttpClient(login.origin);
    const { text } = await phone.ask('/portail/telephone');
    const request = /name="request" value="([^"]+)"/.exec(text)?.[1] ?? '';
    await phone.ask('/portail/telephone', { body: new URLSearchParams({ request, answer }) });
  };

  it('answers as Pro Santé Connect, waits for the telephone, then gives a strong ID token', async () => {
    const begun = await begin();
    expect(begun.json).toEqual({ auth_req_id: expect.any(String), expires_in: 120, interval: 1 });
    const { auth_req_id: id } = begun.json as { auth_req_id: string };
    expect(await poll(id)).toMatchObject({ status: 400, json: { error: 'authorization_pending' } });
    await onTelephone('approve');
    const tokens = await poll(id);
    expect(tokens.status).toBe(200);
    expect(decodeJwt(tokens.json.id_token as string)).toMatchObject({ sub: antoine?.subject, acr: 'eidas1' });
    expect((await poll(id)).status).toBe(400);
  });

  it('says who refused, who is unknown, and whose secret is wrong', async () => {
    const { auth_req_id: id } = (await begin()).json as { auth_req_id: string };
    await onTelephone('refuse');
    expect((await poll(id)).json.error).toBe('access_denied');
    expect((await begin('12345678901')).json.error).toBe('unknown_user_id');
    const form = { scope: 'openid', login_hint: antoine?.nationalId ?? '' };
    expect((await call('ext/ciba/auth', form, 'wrong')).status).toBe(401);
  });
});
