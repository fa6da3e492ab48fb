import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../harness/browser.js';
import { describeProduct } from '../harness/product.js';
import { WebMailUser } from '../harness/web-mail-user.js';

/* The main job without a mouse, and what a screen reader is told of each page. */

const note = { name: 'note.txt', mimeType: 'text/plain', buffer: Buffer.from('Bonjour') };

describeProduct('The web mail by keyboard and by name', (product) => {
  let browser: Browser;
  let user: WebMailUser;

  beforeAll(async () => {
    browser = await launchBrowser();
    user = await WebMailUser.at(browser, product().url);
    // From the start: the browser is told to ask us only some time after this.
    user.page.on('filechooser', (chooser) => void chooser.setFiles(note));
  });
  afterAll(() => browser.close());

  const snapshot = () => user.page.locator('body').ariaSnapshot();
  const press = (key: string) => user.page.keyboard.press(key);

  it('logs in', async () => {
    await user.page.goto(product().url);
    await user.page.getByRole('link', { name: 'Se connecter' }).waitFor();
    await user.tabTo('link', 'Se connecter');
    await press('Enter');
    const antoine = user.page.getByRole('button', { name: 'Antoine Mennebeuf' });
    await antoine.waitFor();
    await press('Tab');
    expect(await antoine.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
    await press('Enter');
    await user.page.getByRole('heading', { name: 'Boîte de réception' }).waitFor();
  });

  it('names what is on the list', async () => {
    const seen = await snapshot();
    for (const named of [
      'banner',
      'link "Medimail, accueil"',
      'img "Authentification forte active"',
      'link "Retour à la boîte de réception"',
      'button "Votre compte"',
      'navigation "Messagerie"',
      'link "Nouveau message"',
      /link "Boîte de réception \d+ non lus"/,
      'main',
      /heading "Boîte de réception .*" \[level=1\]/,
      'columnheader "Expéditeur"',
      'columnheader "Objet"',
      'columnheader "Date"',
      'img "Non lu"',
    ]) {
      expect(seen).toMatch(named);
    }
  });

  it('opens the bubble and closes it by Escape (B1)', async () => {
    await user.tabTo('button', 'Votre compte');
    await press('Enter');
    await user.page.getByRole('button', { name: 'Déconnexion' }).waitFor();
    expect(await snapshot()).toContain('combobox "Changer de compte"');
    await press('Escape');
    await user.page.getByRole('button', { name: 'Déconnexion' }).waitFor({ state: 'hidden' });
  });

  it('writes and sends, with an attachment', async () => {
    await user.tabTo('link', 'Nouveau message');
    await press('Enter');
    await user.page.getByRole('heading', { name: 'Nouveau message' }).waitFor();
    await user.tabTo('textbox', 'Destinataires (A:)');
    await user.page.keyboard.type('claire.pradel@medimail.test');
    for (const [name, text] of [
      ['Pour information (Cc:)', 'julie.martin@medimail.test'],
      ['Objet', 'Au clavier'],
      ['Message', 'Bonjour'],
    ] as const) {
      await press('Tab');
      expect(await focusedName()).toBe(name);
      await user.page.keyboard.type(text);
    }
    await user.tabTo('button', 'Ajouter une pièce jointe');
    await press('Enter');
    await user.page.getByRole('button', { name: 'Retirer' }).waitFor();
    await user.tabTo('button', 'Envoyer');
    await press('Enter');
    await user.page.getByRole('status').getByText('Message envoyé.').waitFor();
  });

  it('reads it, goes back to the list, and nothing was wrong on the way', async () => {
    await user.tabTo('link', 'Messages envoyés');
    await press('Enter');
    await user.page.getByRole('heading', { name: 'Messages envoyés' }).waitFor();
    await user.tabTo('link', 'Au clavier');
    await press('Enter');
    await user.page.getByRole('heading', { name: 'Au clavier' }).waitFor();
    const seen = await snapshot();
    for (const named of [
      'heading "Au clavier" [level=1]',
      'heading "Pièces jointes" [level=2]',
      'link "note.txt"',
      'button "Supprimer"',
      'heading "Evénements" [level=2]',
    ]) {
      expect(seen).toContain(named);
    }
    expect(await user.page.getByTitle('Contenu du message').count()).toBe(1);
    await user.tabTo('link', 'Retour à la liste');
    await press('Enter');
    await user.page.getByRole('heading', { name: 'Messages envoyés' }).waitFor();
    await user.leave();
  });

  const focusedName = () =>
    user.page
      .locator(':focus')
      .evaluate((element) => element.closest('label')?.firstChild?.textContent ?? '');
});
