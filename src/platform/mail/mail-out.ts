/** A mail of the service itself, to an ordinary address: a notification, a one-time code. It holds no health data. */
export interface Mail {
  /**
   * Makes the `Message-ID`: the same id sent again (a policy that repeats itself) is recognized as the same mail.
   * Letters, digits, `-` and `_`, 80 at most.
   */
  readonly id: string;
  /** One address. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The same as a page; absent, the mail is plain text. */
  readonly html?: string;
}

/**
 * Mail out of the platform. `Auto-Submitted: auto-generated` (RFC 3834) is always said: nobody shall answer a machine
 * by a machine. Nothing is tried again here: that is the caller's rule, by {@link MailUnavailable}.
 */
export interface MailOut {
  /**
   * Once it answers, the mail is durable with whoever carries it on.
   *
   * @throws MailUnavailable it may be tried again; MailRefused it never will be taken
   */
  send(mail: Mail): Promise<void>;
}

/** Nest's injection token of the {@link MailOut}. */
export const MAIL_OUT = Symbol('MailOut');
