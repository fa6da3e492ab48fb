import { type Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../harness/browser.js';
import { describeProduct } from '../harness/product.js';
import { WebMailUser } from '../harness/web-mail-user.js';

/* What was made to run, load or cover in mail clients (Roundcube, Zimbra): here it is text, or nothing. */

const subject = '"><img src=x onerror=alert(1)>';
const html = `<p>Début</p>
<script>top.document.title = 'hacked'</script>
<img src="x" onerror="top.document.title = 'hacked'">
<img src="https://tracker.test/pixel.png" alt="suivi">
<svg><animate onbegin="top.document.title = 'hacked'" attributeName="x" dur="1s"></animate></svg>
<a href="javascript:top.document.title = 'hacked'">lien</a>
<a href="https://ailleurs.test/" onclick="top.document.title = 'hacked'">dehors</a>
<form action="https://tracker.test/"><input name="password"><button>Envoyer</button></form>
<iframe src="https://tracker.test/"></iframe>
<link rel="stylesheet" href="https://tracker.test/style.css">
<style>@import 'https://tracker.test/style.css'; body { background: url(https://tracker.test/bg.png) }</style>
<meta http-equiv="refresh" content="0;url=https://tracker.test/">
<base href="https://tracker.test/">
<table background="https://tracker.test/table.png"><tr><td>cellule</td></tr></table>
<div style="position:fixed !important;inset:0;background:url(https://tracker.test/d.png)">couvre</div>
<div style="--u:url(https://tracker.test/v.png);background-image:var(--u)">variable</div>
<p>Fin</p>`;

describeProduct('A hostile message', (product) => {
  let browser: Browser;
  let claire: WebMailUser;

  beforeAll(async () => {
    browser = await launchBrowser();
    const antoine = await product().person('antoine.mennebeuf');
    await antoine.send({ to: ['claire.pradel@medimail.test'], subject, html });
    claire = await WebMailUser.at(browser, product().url);
    claire.page.on('dialog', (dialog) => {
      claire.problems.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await claire.logIn('Claire Pradel');
    await claire.open(subject);
  });
  afterAll(() => browser.close());

  it('is read as text, from beginning to end', async () => {
    const frame = claire.page.frameLocator('iframe');
    await frame.getByText('Fin', { exact: true }).waitFor();
    for (const text of ['Début', 'lien', 'cellule', 'couvre', 'variable', 'Fin']) {
      expect(await frame.getByText(text, { exact: true }).count(), text).toBe(1);
    }
  });

  it('runs nothing: neither script, handler, link nor form', async () => {
    const frame = claire.page.frameLocator('iframe');
    await frame.getByText('lien', { exact: true }).click();
    await frame.getByText('couvre', { exact: true }).click();
    expect(await claire.page.title()).toBe('Message – Medimail');
    expect(
      await frame.locator('script, form, input, button, iframe, svg, meta[http-equiv=refresh]').count(),
    ).toBe(0);
  });

  it('covers nothing of the page around it', async () => {
    const covering = claire.page.frameLocator('iframe').getByText('couvre', { exact: true });
    expect(await covering.evaluate((element) => element.computedStyleMap().get('position')?.toString())).toBe(
      'static',
    );
    await claire.page.getByRole('link', { name: 'Retour à la liste' }).click({ trial: true });
  });

  it('loads nothing, follows nobody, and breaks no policy', async () => {
    await claire.page.waitForLoadState('networkidle', { timeout: 2_000 }).catch(() => undefined);
    await claire.leave();
  });
});
