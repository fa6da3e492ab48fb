import { type By } from '../events/schemas.js';
import { type CorrespondenceKind, type MailboxType } from '../events/mailbox.events.js';
import { type PersonRole } from '../events/person.events.js';

export type TimelineEntryType =
  | 'sealed'
  | 'sent'
  | 'delivered'
  | 'opened'
  | 'unread'
  | 'exported'
  | 'taken'
  | 'released'
  | 'moved'
  | 'deleted'
  | 'deleted-forever'
  | 'restored'
  | 'copy-expired'
  | 'expired';

/**
 * Collection `timelines` of the projection `timeline`. `_id` is `<message>` for what every holder sees, and
 * `<message>@<mailbox>` for what one mailbox alone sees.
 */
export type TimelineDocument = {
  readonly message: string;
  readonly entries: readonly {
    readonly id: string;
    readonly type: TimelineEntryType;
    /** Absent where the service itself acted, or the names are gone. */
    readonly by?: By;
    /** Of `delivered` and `copy-expired`: the holder. Recipients are named in the envelope, by mailbox; a delegate is not. */
    readonly mailbox?: string;
    /** Of `sealed` and `sent`: the service wrote the message for the account. */
    readonly automatic?: true;
    readonly at: string;
    /** Position of the event: entries of both documents together stand in log order. */
    readonly order: string;
  }[];
};

/** Collection `delegate-copies` of the projection of that name. `_id` is `<mailbox>/<copy>`. */
export type DelegateCopyDocument = {
  /** The delegate's mailbox. */
  readonly mailbox: string;
  readonly message: string;
  /** Mailboxes whose delegate it is. */
  readonly copyOf: readonly string[];
  readonly deliveredAt: string;
};

/** Collection `mailboxes` of the projection `accounts`. `_id` is the mailbox. */
export type MailboxDocument = {
  readonly type: MailboxType;
  readonly owner: string | null;
  readonly address: string;
  readonly label: string;
  /** Persons who may use it, the owner included. */
  readonly users: readonly string[];
  readonly correspondences: readonly { readonly kind: CorrespondenceKind; readonly address: string }[];
};

/** Collection `persons` of the projection `accounts`. `_id` is the person. */
export type PersonDocument = {
  readonly mailbox: string;
  readonly roles: readonly PersonRole[];
  readonly lastName: string;
  readonly firstName: string;
  readonly termsAccepted: readonly string[];
  readonly identityValidated: boolean;
};
