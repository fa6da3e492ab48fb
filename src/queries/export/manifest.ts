import { type Measure } from './measured.js';

/** What a ZIP file of messages holds: `manifest.json`, its last entry. */
export interface Manifest {
  /** ISO 8601 instant. */
  readonly exportedAt: string;
  /** Address of the mailbox. */
  readonly mailbox: string;
  /** Every other entry, in order. */
  readonly files: readonly ManifestFile[];
  /** Messages asked for that ended while the others were written. */
  readonly absent: readonly { readonly message: string; readonly reason: string }[];
}

/** `size` in bytes, `sha256` in hex. */
export interface ManifestFile extends Measure {
  readonly name: string;
  /** The message's id in the mailbox; absent for what is of all of them. */
  readonly message?: string;
}
