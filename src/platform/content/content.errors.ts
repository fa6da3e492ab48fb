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
