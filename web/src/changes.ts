import { changesUrl } from './api.js';

let source: EventSource | undefined;
let followed: string | undefined;
let pending: ReturnType<typeof setTimeout> | undefined;
let changed = new Set<string>();

/** Calls back soon after messages of the mailbox changed, with their ids; follows one mailbox at a time. */
export function followChanges(mailbox: string, refresh: (messages: ReadonlySet<string>) => void): void {
  if (followed === mailbox) return;
  source?.close();
  followed = mailbox;
  source = new EventSource(changesUrl(mailbox));
  const soon = (event: MessageEvent<string>) => {
    const message = event.type === 'change' ? (JSON.parse(event.data) as { message: string }).message : '';
    changed.add(message);
    clearTimeout(pending);
    pending = setTimeout(() => {
      const messages = changed;
      changed = new Set();
      refresh(messages);
    }, 150);
  };
  source.addEventListener('change', soon);
  source.addEventListener('reset', soon);
}
