const announcement = '#announcement';

/** Shows a newer state of the same page: what is around menu and view stays, what was announced, and the focus. */
export function replaceInPlace(app: HTMLElement, page: HTMLElement): void {
  const focused = document.activeElement?.getAttribute('href');
  const said = app.querySelector(announcement);
  if (said !== null) page.querySelector(announcement)?.replaceWith(said);
  for (const part of ['nav', 'main']) {
    const fresh = page.querySelector(part);
    const old = app.querySelector(part);
    if (!fresh || !old) {
      app.replaceChildren(page);
      return;
    }
    old.replaceWith(fresh);
  }
  if (focused) app.querySelector<HTMLElement>(`[href="${CSS.escape(focused)}"]`)?.focus();
}
