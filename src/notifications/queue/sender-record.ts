import { type Databases, type Documents } from '../../platform/documents/documents.js';
import { type LeaseRecord } from '../../platform/leases/lease.js';

/** Who sends, and up to which day the accounts are warned. */
export interface SenderRecord extends LeaseRecord {
  /** What ends on this day in Paris, or before, has been announced; null: nothing yet. */
  readonly announced: string | null;
}

export const newSenderRecord: SenderRecord = {
  _id: 'notifications',
  announced: null,
  owner: null,
  token: 0,
  beat: 0,
};

export const senderRecords = (databases: Databases): Documents<SenderRecord> =>
  databases.database('policies').collection<SenderRecord>('senders');
