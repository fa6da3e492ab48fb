/** The event does not fit the schema of its type: a defect of whoever made it. Says where, never what. */
export class InvalidEvent extends Error {
  constructor(
    readonly type: string,
    /** JSON pointers into the event. */
    readonly paths: readonly string[],
  ) {
    super(`event ${type} does not fit its schema at ${paths.join(', ')}`);
    this.name = 'InvalidEvent';
  }
}
