/** Other processes wrote to the stream first, at every try. The command changed nothing. */
export class TooManyConflicts extends Error {
  constructor(
    readonly stream: string,
    readonly tries: number,
    options?: ErrorOptions,
  ) {
    super(`stream ${stream}: ${tries} tries, each overtaken by another writer`, options);
    this.name = 'TooManyConflicts';
  }
}

/** As many commands wait for the stream as may. The command changed nothing. */
export class StreamBusy extends Error {
  constructor(readonly stream: string) {
    super(`stream ${stream}: too many commands wait for it`);
    this.name = 'StreamBusy';
  }
}
