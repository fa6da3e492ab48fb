import { type Document, type Documents, type DocumentStore } from '../documents/documents.js';
import { isDuplicate } from '../documents/is-duplicate.js';
import { type LeaseRecord } from '../leases/lease.js';

/** Who runs a policy and how far it is. `_id` is the policy's name. */
export interface PolicyRecord extends LeaseRecord {
  /** Every event up to here is answered or parked; null at the start of the log. */
  readonly position: string | null;
  /** Where it begins has been settled. */
  readonly begun: boolean;
  readonly caughtUp: boolean;
  readonly lagSeconds: number;
}

export const newPolicyRecord = (_id: string): PolicyRecord => ({
  _id,
  position: null,
  begun: false,
  caughtUp: false,
  lagSeconds: 0,
  owner: null,
  token: 0,
  beat: 0,
});

/** An event that a policy could not answer. Never holds anything of its content. */
export interface ParkedEvent extends Document {
  readonly policy: string;
  readonly stream: string;
  readonly revision: number;
  readonly position: string;
  /** `box`, `schema`, `refused-not-found`, the name of an error, … */
  readonly category: string;
  readonly at: string;
}

/** The records of the policies, in the database `policies`. */
export class PolicyRecords {
  readonly records: Documents<PolicyRecord>;
  private readonly parked: Documents<ParkedEvent>;

  constructor(store: DocumentStore) {
    this.records = store.collection<PolicyRecord>('policies');
    this.parked = store.collection<ParkedEvent>('parked');
  }

  async createIndexes(): Promise<void> {
    await this.parked.createIndexes([
      {
        name: 'policy',
        key: { policy: 1, position: 1 },
        why: 'what a policy has parked: how much, and in order',
      },
    ]);
  }

  /** Again: nothing more. */
  async park(event: Omit<ParkedEvent, '_id'>): Promise<void> {
    const document = { _id: parkedId(event), ...event };
    try {
      await this.parked.bulkWrite([{ insertOne: { document } }]);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
    }
  }

  async unpark({ _id }: ParkedEvent): Promise<void> {
    await this.parked.bulkWrite([{ deleteOne: { filter: { _id } } }]);
  }

  countParked(policy: string, limit: number): Promise<number> {
    return this.parked.countDocuments({ policy }, { limit });
  }

  /** In log order. */
  parkedOf(policy: string): Promise<ParkedEvent[]> {
    return this.parked.find({ policy }, { sort: { position: 1 } }).toArray();
  }
}

const parkedId = ({ policy, stream, revision }: Omit<ParkedEvent, '_id'>): string =>
  `${policy}/${stream}@${revision}`;
