import { type MailboxChange } from './mailbox-change.js';

/** A change with its place in the order in which they were told. */
export interface NumberedChange extends MailboxChange {
  /** `<position of the event>.<n>`: what a client sends back as `Last-Event-ID`. */
  readonly id: string;
}

/** Events change less than that: a change's number is of four digits. */
const LAST_OF_EVENT = '9999';

/**
 * The newest changes of all mailboxes since the process started, of bounded number: a reader that comes back a while
 * later is told what it missed; one that was away for longer, or missed something before the start, is told to look at
 * everything again.
 */
export class ChangeRing {
  private readonly changes: NumberedChange[] = [];
  /** Ids up to this one are no longer here. */
  private forgotten: string;

  /** @param start the id after which the ring knows everything */
  constructor(
    start: string,
    private readonly capacity: number,
  ) {
    this.forgotten = start;
  }

  add(change: NumberedChange): void {
    this.changes.push(change);
    if (this.changes.length < 2 * this.capacity) return;
    const dropped = this.changes.splice(0, this.changes.length - this.capacity);
    this.forgotten = dropped.at(-1)?.id ?? this.forgotten;
  }

  /**
   * What came after this id for the mailbox; undefined where some of it may be forgotten, or the id is none. None is
   * what is ahead of all that was told: of another log, of what a restored copy has lost, never given at all, or given
   * by another process a moment ago. To look at everything again is right each time.
   */
  since(id: string, mailbox: string): readonly NumberedChange[] | undefined {
    if (id === '' || id < this.forgotten || id > this.latest()) return undefined;
    return this.changes.filter((change) => change.mailbox === mailbox && change.id > id);
  }

  private latest(): string {
    return this.changes.at(-1)?.id ?? `${this.forgotten}.${LAST_OF_EVENT}`;
  }
}
