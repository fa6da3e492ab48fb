import { type Browser, type Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { demoPdf } from '../../src/demo/seed/demo-pdf.js';
import { launchBrowser } from '../harness/browser.js';
import { describeProduct } from '../harness/product.js';
import { WebMailUser } from '../harness/web-mail-user.js';

/* Two people at two browsers on the whole service: what Medimail is for. */

const subject = 'Compte-rendu de consultation';
const fileName = 'Compte-rendu n°1.pdf';

describeProduct('The main job, in a browser', (product) => {
  let browser: Browser;
  let antoine: WebMailUser;
  let claire: WebMailUser;
  let link: string;
  let pdf: Buffer;
  let loads = 0;

  beforeAll(async () => {
    pdf = await demoPdf({ title: subject, lines: ['Bonjour'] }, new Date('2026-11-23T09:00:00Z'));
    browser = await launchBrowser();
    antoine = await WebMailUser.at(browser, product().url);
    claire = await WebMailUser.at(browser, product().url);
  });
  afterAll(() => browser.close());

  it('logs in by the page of the portal (A1, A4)', async () => {
    await antoine.logIn('Antoine Mennebeuf');
    await claire.logIn('Claire Pradel');
    for (const { page } of [antoine, claire]) {
      await page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
    }
    claire.page.on('load', () => loads++);
  });

  it('sends a message with a PDF, which is in « Messages envoyés » (D1, D2)', async () => {
    const { page } = antoine;
    await page.getByRole('link', { name: 'Nouveau message' }).click();
    await page.getByLabel('Destinataires (A:)').fill('claire.pradel@medimail.test');
    await page.getByLabel('Objet').fill(subject);
    await page.getByLabel('Message', { exact: true }).fill('Bonjour,\nvoici le compte-rendu.');
    await page.setInputFiles('input[type=file]', {
      name: fileName,
      mimeType: 'application/pdf',
      buffer: pdf,
    });
    await page.getByText(`${fileName} 1 Ko`).waitFor();
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await page.getByText('Message envoyé.').waitFor();
    await antoine.openFolder('Messages envoyés');
    const line = page.getByRole('row', { name: subject });
    expect(await line.innerText()).toContain('Claire Pradel');
    expect(await line.getByRole('img').evaluateAll((images) => images.map((image) => image.title))).toContain(
      'Ouvert par aucun destinataire',
    );
    expect(await line.getByRole('img', { name: 'Pièces jointes' }).count()).toBe(1);
  });

  it('shows the message in an inbox that was open already (C3)', async () => {
    await claire.page.getByRole('link', { name: subject }).waitFor();
    expect(await claire.page.getByRole('navigation').innerText()).toMatch(/Boîte de réception\s+3/);
    expect(loads).toBe(0);
  });

  it('opens, names nobody in title and address, and shows the timeline to both (C6, C7, C8)', async () => {
    await claire.open(subject);
    await claire.page.frameLocator('iframe').getByText('voici le compte-rendu.').waitFor();
    expect(await claire.page.title()).toBe('Message – Medimail');
    link = new URL(claire.page.url()).pathname;
    expect(link).toMatch(/^\/m\/[\w-]+\/[\w-]+$/);
    expect(await claire.timeline()).toEqual([
      expect.stringMatching(/^Ouverture par claire\.pradel@medimail\.test le /),
      expect.stringMatching(/^Remise à claire\.pradel@medimail\.test le /),
      expect.stringMatching(/^Envoi par antoine\.mennebeuf@medimail\.test le /),
      expect.stringMatching(/^Scellement par antoine\.mennebeuf@medimail\.test le /),
    ]);
    await antoine.page
      .getByRole('row', { name: subject })
      .getByRole('img', { name: 'Ouvert par tous les destinataires' })
      .waitFor();
    await antoine.open(subject);
    expect(await antoine.timeline()).toEqual(
      expect.arrayContaining([expect.stringContaining('Ouverture par claire.pradel@medimail.test')]),
    );
  });

  it('opens the PDF in the browser (C7)', async () => {
    const opened = claire.context.waitForEvent('page');
    await claire.page.getByRole('link', { name: fileName }).click();
    const shown = await opened;
    expect(await isPdfShown(shown)).toBe(true);
    await shown.close();
  });

  it('deletes, then restores (C10)', async () => {
    await claire.page.getByRole('button', { name: 'Supprimer' }).click();
    await claire.page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
    expect(await claire.page.getByRole('link', { name: subject }).count()).toBe(0);
    await claire.openFolder('Messages supprimés');
    await claire.open(subject);
    await claire.page.getByRole('button', { name: 'Restaurer' }).click();
    await claire.openFolder('Boîte de réception');
    await claire.page.getByRole('link', { name: subject }).waitFor();
  });

  it('logs out, and asks for a login before it shows anything again (A6)', async () => {
    await claire.page.getByRole('button', { name: 'Votre compte' }).click();
    await claire.page.getByRole('button', { name: 'Déconnexion' }).click();
    await claire.page.waitForURL(`${product().url}/`);
    await claire.page.getByRole('link', { name: 'Se connecter' }).waitFor();
    await claire.page.goto(product().url + link);
    await claire.page.getByRole('link', { name: 'Se connecter' }).waitFor();
    await claire.leave();
    await antoine.leave();
  });

  it('leads from a link, by the login, to the message (A5)', async () => {
    const later = await WebMailUser.at(browser, product().url);
    await later.logIn('Claire Pradel', link);
    await later.page.getByRole('heading', { name: subject }).waitFor();
    expect(new URL(later.page.url()).pathname).toBe(link);
    await later.leave();
  });

  it('goes through terms and identity at the first login (A2, A3)', async () => {
    const paul = await WebMailUser.at(browser, product().url);
    await paul.page.goto(`${product().url}/auth/login?as=paul.nouveau@medimail.test`);
    await paul.page.getByRole('button', { name: 'Accepter' }).click();
    await paul.page.getByLabel('Prénom *').fill('Paul');
    await paul.page.getByRole('button', { name: 'Valider' }).click();
    await paul.page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
    await paul.leave();
  });

  it('refuses a weak authentication on a page that says why (A1)', async () => {
    const weak = await browser.newPage();
    await weak.goto(`${product().url}/auth/login?as=claire.pradel@medimail.test&acr=eidas0`);
    await weak.getByRole('heading', { name: 'Accès refusé' }).waitFor();
    await weak.getByText('authentification forte').waitFor();
    expect(await weak.context().cookies()).not.toContainEqual(expect.objectContaining({ name: 'medimail' }));
    await weak.context().close();
  });
});

/** Chromium shows a PDF in a frame of its own viewer. */
async function isPdfShown(page: Page): Promise<boolean> {
  const deadline = Date.now() + 20_000;
  while (Date.now() < deadline) {
    if (page.frames().some((frame) => frame.url().startsWith('chrome-extension://'))) return true;
    await page.waitForTimeout(100);
  }
  return false;
}
