import { changesUrl, get, Problem } from './api.js';

const FIRST_DELAY_MS = 2_000;
const LONGEST_DELAY_MS = 60_000;

let source: EventSource | undefined;
let followed: string | undefined;
let reopening: ReturnType<typeof setTimeout> | undefined;
let pending: ReturnType<typeof setTimeout> | undefined;
let changed = new Set<string>();

/** Stands for every message: what changed is not known. */
export const anyMessage = '';

type Refresh = (messages: ReadonlySet<string>) => void;

/** Calls back soon after messages of the mailbox changed, with their ids; follows one mailbox at a time. */
export function followChanges(mailbox: string, refresh: Refresh): void {
  if (followed === mailbox) return;
  source?.close();
  clearTimeout(reopening);
  followed = mailbox;
  open(mailbox, refresh, FIRST_DELAY_MS);
}

function open(mailbox: string, refresh: Refresh, delay: number): void {
  const opened = new EventSource(changesUrl(mailbox));
  source = opened;
  let nextDelay = delay;
  const soon = (message: string) => {
    changed.add(message);
    clearTimeout(pending);
    pending = setTimeout(() => {
      const messages = changed;
      changed = new Set();
      refresh(messages);
    }, 150);
  };
  opened.addEventListener('change', (event: MessageEvent<string>) => {
    soon((JSON.parse(event.data) as { message: string }).message);
  });
  opened.addEventListener('reset', () => soon(anyMessage));
  // What changed after the page was read and before it followed; later gaps are closed by `Last-Event-ID`.
  opened.addEventListener('open', () => soon(anyMessage), { once: true });
  opened.addEventListener('open', () => (nextDelay = FIRST_DELAY_MS));
  opened.addEventListener('error', () => {
    // The browser itself tries again after a lost connection, and never after an answer that is no stream.
    if (opened.readyState !== EventSource.CLOSED || source !== opened) return;
    reopening = setTimeout(
      () => void reopen(opened, () => open(mailbox, refresh, Math.min(2 * nextDelay, LONGEST_DELAY_MS))),
      nextDelay,
    );
  });
}

/** Unless the session has ended: an `EventSource` does not tell its status. */
async function reopen(failed: EventSource, openAgain: () => void): Promise<void> {
  const status = await get('/me').then(
    () => 200,
    (error: unknown) => (error instanceof Problem ? error.status : 0),
  );
  if (status !== 401 && source === failed) openAgain();
}
