import { type Browser, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser } from '../harness/browser.js';
import { WebApiDouble } from '../harness/web-api-double.js';
import { antoine, command, folder, me, message, row } from './web-mail-samples.js';

/* The page alone, before a double of the API: what it shows, asks and refuses to run. */

let browser: Browser;
let api: WebApiDouble;
let origin: string;
let page: Page;
let violations: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

beforeEach(async () => {
  api = new WebApiDouble();
  origin = await api.start();
  api.answers.set('GET /me', { body: me });
  api.answers.set('GET /mailboxes/box/folders', {
    body: [
      folder('in', 'inbox', 'Boîte de réception', 1),
      folder('out', 'sent', 'Messages envoyés'),
      folder('del', 'deleted', 'Messages supprimés'),
    ],
  });
  api.answers.set('GET /mailboxes/box/messages', { body: { items: [row], nextCursor: null, total: 1 } });
  api.answers.set('POST /mailboxes/box/messages/m1/open', { body: message });
  api.answers.set('DELETE /mailboxes/box/messages/m1', command);
  page = await browser.newPage();
  violations = [];
  page.on('console', (entry) => {
    if (entry.text().includes('Content Security Policy')) violations.push(entry.text());
  });
});

afterEach(async () => {
  await page.close();
  await api.stop();
});

describe('The web mail', () => {
  it('asks who is not logged in to log in, and comes back to the same page (A1)', async () => {
    api.answers.set('GET /me', { status: 401, body: { detail: 'Veuillez vous connecter.' } });
    await page.goto(`${origin}/m/box/m1`);
    const link = page.getByRole('link', { name: 'Se connecter' });
    expect(await link.getAttribute('href')).toBe('/auth/login?to=%2Fm%2Fbox%2Fm1');
    expect(await page.getByRole('link').count()).toBe(1);
  });

  it('opens on the inbox with folders, unread counts and lines (C1, C3)', async () => {
    await page.goto(origin);
    await page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
    expect(await page.getByRole('navigation').innerText()).toMatch(/Boîte de réception\s+1/);
    const line = page.getByRole('row').nth(1);
    expect(await line.innerText()).toContain('Antoine Mennebeuf');
    expect(await line.innerText()).toContain('20/11/2026');
    expect(await line.getByRole('img', { name: 'Pièces jointes' }).count()).toBe(1);
    expect(violations).toEqual([]);
  });

  it('sorts by a click on a column, both ways (C4)', async () => {
    await page.goto(origin);
    await page.getByRole('link', { name: 'Objet' }).click();
    await page.locator('th[aria-sort=ascending]', { hasText: 'Objet' }).waitFor();
    await page.getByRole('link', { name: 'Objet' }).click();
    await page.locator('th[aria-sort=descending]', { hasText: 'Objet' }).waitFor();
  });

  it('opens a message by its subject; the title never holds the subject (C6, C7, C8)', async () => {
    await page.setViewportSize({ width: 1000, height: 400 });
    await page.goto(origin);
    await page.getByRole('link', { name: row.subject }).click();
    await page.getByRole('heading', { name: row.subject }).waitFor();
    await page.frameLocator('iframe').getByText('Bonjour,').waitFor();
    expect(await page.evaluate('scrollY')).toBe(0);
    expect(new URL(page.url()).pathname).toBe('/m/box/m1');
    expect(await page.title()).toBe('Message – Medimail');
    const attachment = page.getByRole('link', { name: 'MENNEBEUF.pdf' });
    expect(await attachment.getAttribute('href')).toBe('/api/v1/mailboxes/box/messages/m1/attachments/a1');
    expect(await page.locator('.timeline li').allInnerTexts()).toEqual(
      message.events.map(({ text }) => text),
    );
  });

  it('runs no script of a message, and shows its text', async () => {
    await page.goto(`${origin}/m/box/m1`);
    await page.frameLocator('iframe').getByText('Bonjour,').waitFor();
    expect(await page.title()).toBe('Message – Medimail');
    expect(await page.locator('iframe').getAttribute('sandbox')).not.toContain('allow-scripts');
  });

  it('deletes, and asks for the list as it is after that (X-After)', async () => {
    await page.goto(`${origin}/m/box/m1`);
    await page.getByRole('button', { name: 'Supprimer' }).click();
    await page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
    expect(api.asked('GET /mailboxes/box/messages').at(-1)?.headers['x-after']).toBe('message-1@7');
    expect(api.asked('GET /me').at(-1)?.headers['x-after']).toBeUndefined();
  });

  it('restores, or deletes for good, from « Messages supprimés » (C10)', async () => {
    api.answers.set('POST /mailboxes/box/messages/m1/open', { body: { ...message, folder: 'del' } });
    api.answers.set('POST /mailboxes/box/messages/m1/restore', command);
    await page.goto(`${origin}/m/box/m1`);
    await page.getByRole('button', { name: 'Supprimer définitivement' }).waitFor();
    await page.getByRole('button', { name: 'Restaurer' }).click();
    await page.getByRole('heading', { name: 'Messages supprimés' }).waitFor();
    expect(api.asked('POST /mailboxes/box/messages/m1/restore')).toHaveLength(1);
  });

  it('sends to several, with attachments (D2)', async () => {
    api.answers.set('POST /mailboxes/box/attachments', { status: 201, body: { id: 'up1' } });
    api.answers.set('POST /mailboxes/box/messages', { ...command, status: 201 });
    await page.goto(origin);
    await page.getByRole('link', { name: 'Nouveau message' }).click();
    await page.getByLabel('Destinataires (A:)').fill(`${antoine.address}, labo.bio@medimail.test`);
    await page.getByLabel('Objet').fill('Résultats');
    await page.getByLabel('Message', { exact: true }).fill('Bonjour,\nvoici <les> résultats.');
    await page.setInputFiles('input[type=file]', {
      name: 'résultats (1).pdf',
      mimeType: 'application/pdf',
      buffer: Buffer.from('%PDF-1.7'),
    });
    await page.getByText('résultats (1).pdf 1 Ko').waitFor();
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByText('Message envoyé.').waitFor();

    const [upload] = api.asked('POST /mailboxes/box/attachments');
    expect(upload).toMatchObject({ body: '%PDF-1.7' });
    expect(upload?.headers['content-disposition']).toBe(
      "attachment; filename*=UTF-8''r%C3%A9sultats%20%281%29.pdf",
    );
    const [sent] = api.asked('POST /mailboxes/box/messages');
    expect(sent?.headers['idempotency-key']).toMatch(/^[0-9a-f]{32}$/);
    expect(JSON.parse(sent?.body ?? '')).toEqual({
      to: [antoine.address, 'labo.bio@medimail.test'],
      cc: [],
      subject: 'Résultats',
      html: '<p>Bonjour,<br>voici &lt;les&gt; résultats.</p>',
      attachments: ['up1'],
    });
  });

  it('says which recipient is refused, and keeps what was typed', async () => {
    api.answers.set('POST /mailboxes/box/messages', {
      status: 422,
      body: {
        detail: 'Un destinataire est inconnu.',
        errors: [{ address: 'x@y.fr', detail: 'adresse inconnue' }],
      },
    });
    await page.goto(`${origin}/m/box?ecrire`);
    await page.getByLabel('Destinataires (A:)').fill('x@y.fr');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByText('x@y.fr : adresse inconnue').waitFor();
    expect(await page.getByLabel('Destinataires (A:)').inputValue()).toBe('x@y.fr');
  });

  it('shows what arrives while it is open', async () => {
    await page.goto(origin);
    await page.getByRole('link', { name: row.subject }).waitFor();
    const second = { ...row, id: 'm2', subject: 'Arrivé depuis' };
    api.answers.set('GET /mailboxes/box/messages', {
      body: { items: [second, row], nextCursor: null, total: 2 },
    });
    api.change('m2');
    await page.getByRole('link', { name: 'Arrivé depuis' }).waitFor();
  });

  it('follows again after an answer that is no stream, and shows what it missed', async () => {
    api.answers.set('GET /mailboxes/box/changes', { status: 503 });
    await page.goto(origin);
    await page.getByRole('link', { name: row.subject }).waitFor();
    api.answers.delete('GET /mailboxes/box/changes');
    api.answers.set('GET /mailboxes/box/messages', {
      body: { items: [{ ...row, id: 'm2', subject: 'Arrivé depuis' }], nextCursor: null, total: 1 },
    });
    await page.getByRole('link', { name: 'Arrivé depuis' }).waitFor();
  });

  it('adds to the timeline what happens while one reads, and leaves body, focus and announcement', async () => {
    await page.goto(`${origin}/m/box/m1`);
    const body = page.frameLocator('iframe').locator('body');
    await body.evaluate((element) => element.setAttribute('data-same', ''));
    await page.getByRole('link', { name: 'Retour à la liste' }).focus();
    await page.locator('#announcement').evaluate((element) => (element.textContent = 'Message envoyé.'));
    const later = { ...message.events[0], id: 'e3', text: 'Suppression par claire le 20/11/2026 à 12:41' };
    api.answers.set('POST /mailboxes/box/messages/m1/open', {
      body: { ...message, events: [later, ...message.events] },
    });
    api.change('m1');
    await page.getByText(later.text).waitFor();
    expect(await body.getAttribute('data-same')).toBe('');
    expect(await page.locator(':focus').innerText()).toBe('Retour à la liste');
    expect(await page.locator('#announcement').innerText()).toBe('Message envoyé.');
  });

  it('offers the other accounts (B4, S13)', async () => {
    const shared = {
      id: 'org',
      address: 'secretariat.cardio@medimail.test',
      type: 'ORG',
      label: '',
      isDefault: false,
    };
    api.answers.set('GET /me', { body: { ...me, accounts: [...me.accounts, shared] } });
    api.answers.set('GET /mailboxes/org/folders', { body: [folder('o', 'inbox', 'Boîte de réception')] });
    api.answers.set('GET /mailboxes/org/messages', { body: { items: [], nextCursor: null, total: 0 } });
    await page.goto(origin);
    await page.getByRole('button', { name: 'Votre compte' }).click();
    await page.getByLabel('Changer de compte').selectOption(shared.address);
    await page.getByText('Aucun message.').waitFor();
    expect(new URL(page.url()).pathname).toBe('/m/org');
  });

  it('logs out towards the portal (A6)', async () => {
    api.answers.set('POST /auth/logout', { body: { location: '/?gone' } });
    await page.goto(origin);
    await page.getByRole('button', { name: 'Votre compte' }).click();
    await page.getByRole('button', { name: 'Déconnexion' }).click();
    await page.waitForURL(`${origin}/?gone`);
  });

  it('shows terms, then identity, before anything else (A2, A3)', async () => {
    api.answers.set('GET /me', { body: { ...me, pending: ['terms', 'identity'] } });
    api.answers.set('GET /terms/current', { body: { version: '1', title: 'CGU', html: '<p>Article 1</p>' } });
    api.answers.set('POST /me/terms-acceptances', { status: 201 });
    api.answers.set('PUT /me/identity', {});
    await page.goto(origin);
    await page.frameLocator('iframe').getByText('Article 1').waitFor();
    api.answers.set('GET /me', { body: { ...me, pending: ['identity'] } });
    await page.getByRole('button', { name: 'Accepter' }).click();
    await page.getByLabel('Prénom *').fill('');
    await page.getByRole('button', { name: 'Valider' }).click();
    expect(api.asked('PUT /me/identity')).toHaveLength(0);
    await page.getByLabel('Prénom *').fill('Clara');
    api.answers.set('GET /me', { body: me });
    await page.getByRole('button', { name: 'Valider' }).click();
    await page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
    expect(JSON.parse(api.asked('PUT /me/identity')[0]?.body ?? '')).toMatchObject({ firstName: 'Clara' });
  });
});
