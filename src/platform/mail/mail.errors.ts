/** The mail was not taken, not in time, or nobody knows: it may be sent again, under the same id. */
export class MailUnavailable extends Error {
  constructor(options?: ErrorOptions) {
    super('the mail could not be handed over', options);
    this.name = 'MailUnavailable';
  }
}

/** The mail will never be taken: its address is none, or the server refused it for good (SMTP 5yz). */
export class MailRefused extends Error {
  constructor(options?: ErrorOptions) {
    super('the mail was refused', options);
    this.name = 'MailRefused';
  }
}
