import { type Browser, type BrowserContext, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a browser says of the question « who am I », asked before the login: it is how the page learns of it. */
const askedBeforeLogin = /status of 401 \(Unauthorized\)/;

/** A person at the web mail in a real browser, from the portal's page on; everything that goes wrong is noted. */
export class WebMailUser {
  /** Errors of the console, of scripts and of the policy, and requests that left the service. */
  readonly problems: string[] = [];

  private constructor(
    readonly context: BrowserContext,
    readonly page: Page,
    private readonly origin: string,
  ) {
    page.setDefaultTimeout(15_000);
    page.on('console', (entry) => {
      if (entry.type() === 'error' && !askedBeforeLogin.test(entry.text())) this.problems.push(entry.text());
    });
    page.on('pageerror', (error) => this.problems.push(error.message));
    context.on('request', (request) => {
      if (/^(https?|wss?):/.test(request.url()) && !request.url().startsWith(origin)) {
        this.problems.push(`asked for ${request.url()}`);
      }
    });
  }

  static async at(browser: Browser, origin: string): Promise<WebMailUser> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
    return new WebMailUser(context, await context.newPage(), origin);
  }

  /** @param name as on the portal's page: « Claire Pradel » */
  async logIn(name: string, path = '/'): Promise<void> {
    await this.page.goto(this.origin + path);
    await this.page.getByRole('link', { name: 'Se connecter' }).click();
    await this.page.getByRole('button', { name }).click();
    await this.page.getByRole('button', { name: 'Votre compte' }).waitFor();
  }

  async openFolder(name: string): Promise<void> {
    await this.page.getByRole('navigation').getByRole('link', { name }).click();
    await this.page.getByRole('heading', { name }).waitFor();
  }

  /** Opens a message of the list shown. */
  async open(subject: string): Promise<void> {
    await this.page.getByRole('link', { name: subject, exact: true }).click();
    await this.page.getByRole('heading', { name: subject }).waitFor();
  }

  timeline(): Promise<string[]> {
    return this.page
      .getByRole('listitem')
      .filter({ hasText: / le \d\d\/\d\d\/\d{4} à / })
      .allInnerTexts();
  }

  /** Presses Tab until what has this role and name has the focus: nothing is out of reach of the keyboard. */
  async tabTo(role: 'link' | 'button' | 'textbox', name: string): Promise<void> {
    const wanted = this.page.getByRole(role, { name, exact: true });
    for (let presses = 0; presses < 60; presses++) {
      await this.page.keyboard.press('Tab');
      if (await wanted.evaluate((element) => element === element.ownerDocument.activeElement)) return;
    }
    throw new Error(`Tab does not reach ${role} « ${name} »`);
  }

  async leave(): Promise<void> {
    await this.context.close();
    expect(this.problems).toEqual([]);
  }
}
