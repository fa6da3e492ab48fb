import { changesUrl } from './api.js';

let source: EventSource | undefined;
let followed: string | undefined;
let pending: ReturnType<typeof setTimeout> | undefined;
let changed = new Set<string>();

/** Stands for every message: what changed is not known. */
export const anyMessage = '';

/** Calls back soon after messages of the mailbox changed, with their ids; follows one mailbox at a time. */
export function followChanges(mailbox: string, refresh: (messages: ReadonlySet<string>) => void): void {
  if (followed === mailbox) return;
  source?.close();
  followed = mailbox;
  source = new EventSource(changesUrl(mailbox));
  const soon = (message: string) => {
    changed.add(message);
    clearTimeout(pending);
    pending = setTimeout(() => {
      const messages = changed;
      changed = new Set();
      refresh(messages);
    }, 150);
  };
  source.addEventListener('change', (event: MessageEvent<string>) => {
    soon((JSON.parse(event.data) as { message: string }).message);
  });
  source.addEventListener('reset', () => soon(anyMessage));
  // What changed after the page was read and before it followed; later gaps are closed by `Last-Event-ID`.
  source.addEventListener('open', () => soon(anyMessage), { once: true });
}
