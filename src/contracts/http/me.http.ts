import { type MailboxType } from '../events/mailbox.events.js';
import { type PersonRole } from '../events/person.events.js';

/* Shapes of the HTTP API about the person who is logged in. Instants are ISO 8601. */

export interface AccountView {
  readonly id: string;
  readonly address: string;
  readonly type: MailboxType;
  readonly label: string;
  readonly isDefault: boolean;
}

export interface MeView {
  readonly person: {
    readonly id: string;
    readonly firstName: string;
    readonly lastName: string;
    readonly roles: readonly PersonRole[];
  };
  readonly strongAuth: { readonly acr: string; readonly amr: readonly string[]; readonly at: string };
  readonly pending: readonly ('terms' | 'identity')[];
  readonly accounts: readonly AccountView[];
}

export interface SessionView {
  readonly id: string;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly agent: string;
  readonly current: boolean;
}

export interface TermsView {
  readonly version: string;
  readonly title: string;
  readonly html: string;
  readonly publishedAt: string;
}
