/** The source is longer than allowed; nothing of it was kept. */
export class ContentTooLarge extends Error {
  constructor(readonly maxBytes: number) {
    super(`the content is longer than ${maxBytes} bytes`);
    this.name = 'ContentTooLarge';
  }
}

/** The stored bytes are not those that were written. */
export class ContentCorrupted extends Error {
  constructor(
    readonly id: string,
    readonly chunk: number,
  ) {
    super(`content ${id}: chunk ${chunk} is not what was written`);
    this.name = 'ContentCorrupted';
  }
}

/** There is no such content, or no more. */
export class ContentMissing extends Error {
  constructor(readonly id: string) {
    super(`content ${id} is not there`);
    this.name = 'ContentMissing';
  }
}

/** The id is taken. What is stored is never replaced: a second try draws a new id, the first one's is an orphan. */
export class ContentExists extends Error {
  constructor(readonly id: string) {
    super(`content ${id} is there already`);
    this.name = 'ContentExists';
  }
}

/** Where contents lie cannot be reached, or did not answer in time. */
export class ContentUnavailable extends Error {
  constructor(
    readonly operation: string,
    options?: ErrorOptions,
  ) {
    super(`the content store cannot be reached (${operation})`, options);
    this.name = 'ContentUnavailable';
  }
}

/** There is no room for the content. Nothing of it was kept; once there is room again it can be stored. */
export class ContentStoreFull extends Error {
  constructor(options?: ErrorOptions) {
    super('there is no room for the content', options);
    this.name = 'ContentStoreFull';
  }
}
