import { type IdentityForm } from '../events/identity-form.js';
import { type CorrespondenceKind, type CorrespondenceState } from '../events/mailbox.events.js';
import { type AutoReply } from '../settings/auto-reply.js';
import { type NotificationSettings } from '../settings/notification-settings.js';

/* Collections of the projection `settings`. Shapes only: both sides of the wall read them. */

/** Collection `mailboxes`: what the settings pages show of an account. `_id` is the mailbox. */
export type MailboxSettingsDocument = {
  /** Null: never saved. */
  readonly profile: IdentityForm | null;
  /** In the order in which they were added. */
  readonly delegates: readonly {
    readonly delegation: string;
    /** The delegate's account. */
    readonly mailbox: string;
    readonly since: string;
  }[];
  readonly notifications: NotificationSettings;
  readonly autoReply: AutoReply;
  readonly correspondences: readonly {
    readonly kind: CorrespondenceKind;
    readonly address: string;
    readonly state: CorrespondenceState;
    /** A day in Paris. */
    readonly since: string;
    readonly details: string;
  }[];
  readonly manager: {
    readonly name: string;
    readonly administrators: readonly {
      readonly name: string;
      readonly email: string;
      readonly phone: string;
    }[];
  } | null;
};

/** Collection `signatures`. `_id` is `<mailbox>/<signature>`. */
export type SignatureDocument = {
  readonly mailbox: string;
  readonly signature: string;
  readonly name: string;
  readonly html: string;
};

/** Collection `access`: how who may use an account has changed lately. `_id` is the mailbox. */
export type AccessDocument = {
  /** The newest last; only so many are kept. */
  readonly changes: readonly {
    /** Of the event. */
    readonly id: string;
    readonly kind: 'granted' | 'withdrawn';
    readonly person: string;
    readonly at: string;
  }[];
};
