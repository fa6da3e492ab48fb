/** Too many writes are waiting: this one was not begun. Ask again when the load has gone down. */
export class GroupCommitOverloaded extends Error {
  constructor(readonly limit: number) {
    super(`${limit} writes are waiting already`);
    this.name = 'GroupCommitOverloaded';
  }
}

/** The group commit has been closed: this write was not begun. */
export class GroupCommitClosed extends Error {
  constructor() {
    super('the database is being closed');
    this.name = 'GroupCommitClosed';
  }
}

/** The transaction that this write was part of did not commit: nothing of it stayed. The cause is SQLite's error. */
export class GroupCommitFailed extends Error {
  constructor(options?: ErrorOptions) {
    super('the transaction could not be committed', options);
    this.name = 'GroupCommitFailed';
  }
}
