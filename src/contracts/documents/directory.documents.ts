import { type MailboxType } from '../events/mailbox.events.js';

/**
 * Collection `entries` of the projection `directory`: what the Medimail directory shows of an account. `_id` is the
 * mailbox. An account on the liste rouge has none.
 */
export type DirectoryEntryDocument = {
  readonly type: MailboxType;
  readonly address: string;
  readonly lastName: string;
  readonly firstName: string;
  readonly title: string;
  readonly profession: string;
  readonly speciality: string;
  readonly idType: string;
  readonly idNumber: string;
  readonly companyName: string;
  readonly phones: readonly string[];
  readonly place: {
    readonly address: string;
    readonly postalCode: string;
    readonly city: string;
    readonly department: string;
    readonly region: string;
  };
  readonly organisation: { readonly responsible: string; readonly description: string } | null;
  readonly dematerialise: boolean;
  /** As `searchWords` makes them, each once: who, what they do, and where. */
  readonly whoWords: readonly string[];
  readonly activityWords: readonly string[];
  readonly whereWords: readonly string[];
};
