type Attributes = Readonly<Record<string, string | boolean | ((event: Event) => void) | undefined>>;
type Child = Node | string | null | undefined | false;

/**
 * Makes an element: a string is an attribute, true an attribute without value, a function a listener for the event of
 * that name. Text is always text: nothing here reads HTML.
 */
export function h<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value);
    else if (value === true) element.setAttribute(name, '');
    else if (typeof value === 'string') element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A button whose action cannot be started twice; what it refuses is shown. */
export function button(label: string, action: () => Promise<void> | void, kind = ''): HTMLButtonElement {
  const element = h('button', { type: 'button', class: kind, click: () => void run(element, action) }, label);
  return element;
}

async function run(element: HTMLButtonElement, action: () => Promise<void> | void): Promise<void> {
  element.disabled = true;
  try {
    await action();
  } catch (error) {
    announce(messageOf(error), 'error');
  } finally {
    element.disabled = false;
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : 'Une erreur est survenue.';
}

/** Says something to the eye and to a screen reader. */
export function announce(text: string, kind: 'info' | 'error' = 'info'): void {
  const place = document.getElementById('announcement');
  if (place === null) return;
  place.className = kind;
  place.textContent = text;
  place.scrollIntoView({ block: 'nearest' });
}

let next = '';

/** Says it on the page that is shown next. */
export function announceNext(text: string): void {
  next = text;
}

export function pageShown(): void {
  if (next !== '') announce(next);
  next = '';
}

export function setTitle(part: string): void {
  document.title = `${part} – Medimail`;
}
