import { type Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { launchBrowser } from '../harness/browser.js';
import { filedMails } from '../harness/filed-mails.js';
import { describeProduct } from '../harness/product.js';
import { WebMailUser } from '../harness/web-mail-user.js';

/* The portal's ways in beside the card, in a browser (A1): from its pages into the mail. */

describeProduct('The ways in of the portal, in a browser', (product) => {
  let browser: Browser;
  let user: WebMailUser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser.close());
  beforeEach(async () => {
    user = await WebMailUser.at(browser, product().url);
    await user.page.goto(`${product().url}/auth/login?to=/`);
  });
  afterEach(() => expect(user.problems).toEqual([]));

  const isIn = () => user.page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();

  it('a one-time code by telephone, mistyped once (A1, A4)', async () => {
    const { page } = user;
    await page.getByRole('button', { name: 'Code à usage unique' }).click();
    await page.getByRole('radio', { name: 'par téléphone' }).check();
    await page.getByRole('button', { name: 'Claire Pradel' }).click();
    await page.getByText('Un code a été envoyé à').waitFor();
    const mails = await filedMails(product().dataDir);
    const sent = mails.find((mail) => mail.includes('@sms.test')) ?? '';
    const code = /connexion : (\d{6})/.exec(sent)?.[1] ?? '';
    for (const typed of [code === '000000' ? '000001' : '000000', code]) {
      await page.getByLabel('Code à six chiffres').fill(typed);
      await page.getByRole('button', { name: 'Se connecter' }).click();
      if (typed !== code) await page.getByRole('alert').filter({ hasText: 'pas le bon' }).waitFor();
    }
    await isIn();
  });

  it('the e-CPS: the number is the same on the telephone, and the page goes on by itself (A1, A4)', async () => {
    const { page } = user;
    await page.getByRole('button', { name: 'Pro Santé Connect : e-CPS' }).click();
    await page.getByRole('button', { name: 'Antoine Mennebeuf' }).click();
    const number = await page.locator('strong').innerText();
    const opened = page.waitForEvent('popup');
    await page.getByRole('link', { name: 'Ouvrir le téléphone de démonstration' }).click();
    const telephone = await opened;
    const waiting = telephone.getByRole('listitem').filter({ hasText: 'Antoine Mennebeuf' });
    expect(await waiting.locator('strong').innerText()).toBe(number);
    await waiting.getByRole('button', { name: 'Valider' }).click();
    await isIn();
  });
});
