const announcement = '#announcement';
const body = 'iframe.html';

/**
 * Shows a newer state of the same page. What is around menu and view stays, and so do the focus, what was announced,
 * everything that is as it was, and the body of a message: it never changes, and its frame would load again.
 */
export function replaceInPlace(app: HTMLElement, page: HTMLElement): void {
  if ([app, page].some((shown) => shown.querySelector('nav') === null)) {
    app.replaceChildren(page);
    return;
  }
  const [old, fresh] = [app, page].map((shown) => shown.querySelector(body)?.getAttribute('srcdoc'));
  const sameBody = old !== undefined && old === fresh;
  for (const part of ['nav', ...(sameBody ? ['.actions', '.timeline'] : ['main'])]) replace(app, page, part);
}

function replace(app: HTMLElement, page: HTMLElement, part: string): void {
  const old = app.querySelector(part);
  const fresh = page.querySelector(part);
  if (old === null || fresh === null) return;
  const said = old.querySelector(announcement);
  if (said !== null) fresh.querySelector(announcement)?.replaceWith(said.cloneNode(true));
  if (fresh.innerHTML === old.innerHTML) return;
  const focused = old.querySelector(':focus')?.getAttribute('href');
  old.replaceWith(fresh);
  if (focused) fresh.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus();
}
