import { Controller, Get, Post } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Access, CurrentMailbox, CurrentPerson } from '../../src/auth/index.js';
import { demoId } from '../../src/demo/seed/seed-context.js';
import { HttpClient } from '../harness/http-client.js';
import { ANTOINE, logIn, type LoginApp, startLoginApp } from '../harness/login-app.js';

@Controller('api/v1')
class EveryAccessController {
  @Get('mailboxes/:m/anything')
  @Access('mailbox')
  mailbox(@CurrentMailbox() mailbox: string, @CurrentPerson() { id }: CurrentPerson): object {
    return { mailbox, person: id };
  }

  @Get('audit/anything')
  @Access('auditor')
  audit(): object {
    return {};
  }

  @Post('admin/anything')
  @Access('administrator')
  admin(): object {
    return {};
  }
}

@Controller('api/v1/open')
class ForgottenController {
  @Get()
  forgotten(): object {
    return {};
  }
}

const PAUL = 'paul.nouveau@medimail.test';
const mailbox = (address: string) => `/api/v1/mailboxes/${demoId('mailbox', address)}/anything`;

let login: LoginApp;
beforeAll(async () => {
  login = await startLoginApp({ controllers: [EveryAccessController] });
});
afterAll(() => login.close());

const statusOf = async (client: HttpClient, path: string) => (await client.ask(path)).status;

describe('who may call what', () => {
  it('nobody without a session, whatever the id', async () => {
    const nobody = new HttpClient(login.origin);
    for (const path of [mailbox(ANTOINE), '/api/v1/mailboxes/x/anything', '/api/v1/audit/anything']) {
      expect(await statusOf(nobody, path), path).toBe(401);
    }
  });

  it('a person their own mailbox and those they were given access to; any other is not there', async () => {
    const antoine = await logIn(login.origin);
    const own = await antoine.ask(mailbox(ANTOINE));
    expect(own.json).toEqual({ mailbox: demoId('mailbox', ANTOINE), person: demoId('person', ANTOINE) });
    expect(await statusOf(antoine, mailbox('secretariat.cardio@medimail.test'))).toBe(200);
    for (const other of ['labo.bio@medimail.test', 'claire.pradel@medimail.test', 'nobody@medimail.test']) {
      expect(await statusOf(antoine, mailbox(other)), other).toBe(404);
    }
    expect(await statusOf(antoine, `/api/v1/mailboxes/${'x'.repeat(500)}/anything`)).toBe(404);
  });

  it('what a role does is not there for others', async () => {
    const [antoine, auditor, administrator] = await Promise.all(
      [ANTOINE, 'auditeur@medimail.test', 'admin@medimail.test'].map((as) => logIn(login.origin, as)),
    );
    const statuses = async (client = antoine) => [
      await statusOf(client!, '/api/v1/audit/anything'),
      (await client!.ask('/api/v1/admin/anything', { method: 'POST' })).status,
    ];
    expect(await statuses(antoine)).toEqual([404, 404]);
    expect(await statuses(auditor)).toEqual([200, 404]);
    expect(await statuses(administrator)).toEqual([404, 201]);
  });

  it('nothing while the first login is not finished, whatever the id', async () => {
    const paul = await logIn(login.origin, PAUL);
    for (const path of [
      mailbox(PAUL),
      mailbox(ANTOINE),
      '/api/v1/mailboxes/x/anything',
      '/api/v1/audit/anything',
    ]) {
      const answer = await paul.ask(path);
      expect(answer.json, path).toMatchObject({
        status: 403,
        type: 'https://medimail.fr/problems/terms-pending',
      });
    }
  });

  it('a route that does not say who may call it stops the start', async () => {
    await expect(startLoginApp({ controllers: [ForgottenController], seed: false })).rejects.toThrow(
      'ForgottenController.forgotten',
    );
  });
});
