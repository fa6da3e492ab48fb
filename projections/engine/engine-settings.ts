/** How the engine is tuned. Times in milliseconds; tests shorten them. */
export interface EngineSettings {
  /** Events of one batch, at most. */
  readonly batchSize: number;
  /** Documents that one batch may touch: a message of many holders touches many. */
  readonly batchDocuments: number;
  /** A batch that takes longer than this makes the next ones smaller. */
  readonly batchMs: number;
  /** From the start of a batch to that of the next, at least, while batches are not full. */
  readonly gatherMs: number;
  /** Of one call to a store. */
  readonly deadlineMs: number;
  /** A lease that shows no beat for so long may be taken over. With {@link contendMs} it is 5 s at most. */
  readonly leaseMs: number;
  readonly beatMs: number;
  readonly contendMs: number;
  /** A runner whose lease ended so long ago ends its process: the tombstones that guard against it do not stay for ever. */
  readonly abandonMs: number;
  readonly tombstoneMs: number;
  readonly purgeEveryMs: number;
  /** How often what is to run is looked up. */
  readonly registryMs: number;
  /** An old generation stays for so long after another took over: queries of other processes may still read it. */
  readonly retiredMs: number;
  /** Streams that may wait behind a poison event; a projection with more stops. */
  readonly parkedStreams: number;
  readonly retryMs: number;
  readonly retryMaxMs: number;
  /** How long a query waits for a projection. */
  readonly waitMs: number;
  /** How often the checkpoints of another process are looked up while a query waits. */
  readonly pollMs: number;
}

const HOUR = 3_600_000;

export const defaultSettings: EngineSettings = {
  batchSize: 1_000,
  batchDocuments: 5_000,
  batchMs: 2_000,
  gatherMs: 20,
  deadlineMs: 30_000,
  leaseMs: 4_000,
  beatMs: 1_000,
  contendMs: 500,
  abandonMs: HOUR,
  tombstoneMs: 7 * 24 * HOUR,
  purgeEveryMs: HOUR,
  registryMs: 1_000,
  retiredMs: 60_000,
  parkedStreams: 200,
  retryMs: 100,
  retryMaxMs: 5_000,
  waitMs: 2_000,
  pollMs: 20,
};
