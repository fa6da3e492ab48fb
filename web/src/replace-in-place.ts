const announcement = '#announcement';
const body = 'iframe.html';

/**
 * Shows a newer state of the same page. What is around menu and view stays, and so do the focus, what was announced,
 * everything that is as it was, and the body of a message: it never changes, and its frame would load again.
 */
export function replaceInPlace(app: HTMLElement, page: HTMLElement): void {
  const focused = document.activeElement?.getAttribute('href');
  const srcdoc = app.querySelector(body)?.getAttribute('srcdoc');
  const sameBody = srcdoc !== undefined && page.querySelector(body)?.getAttribute('srcdoc') === srcdoc;
  if (page.querySelector('nav') === null || app.querySelector('nav') === null) app.replaceChildren(page);
  else
    for (const part of ['nav', ...(sameBody ? ['.actions', '.timeline'] : ['main'])])
      replace(app, page, part);
  if (focused) app.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus();
}

function replace(app: HTMLElement, page: HTMLElement, part: string): void {
  const old = app.querySelector(part);
  const fresh = page.querySelector(part);
  if (old === null || fresh === null) return;
  const said = old.querySelector(announcement);
  if (said !== null) fresh.querySelector(announcement)?.replaceWith(said.cloneNode(true));
  if (fresh.innerHTML !== old.innerHTML) old.replaceWith(fresh);
}
