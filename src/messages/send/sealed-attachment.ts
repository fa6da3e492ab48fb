/** An attachment as it is sealed, and where the key of its content is to be found. */
export interface SealedAttachment {
  readonly id: string;
  readonly content: string;
  readonly size: number;
  readonly name: string;
  readonly type: string;
  readonly sha256: string;
  /** The key that holds the content's: an upload's, or that of the message forwarded. */
  readonly holder: string;
}
