import { type Faults } from './faults.js';
import { type TransactionLog } from './transaction-log.js';

/** What the handlers of the protocol see of the server that they belong to. */
export interface Node {
  readonly host: string;
  readonly port: number;
  readonly log: TransactionLog;
  readonly faults: Faults;
  /** False imitates servers before 22.6: an event read from its stream comes without its position. */
  readonly tellPositionsOnStreamReads: boolean;
  /** Breaks every connection, as a crash does; the port stays open. */
  breakConnections(): void;
  /** A subscription begins, after a position or at the start. */
  countSubscription(after: bigint | undefined): void;
  /** An event went out to a subscription. */
  countTaken(): void;
}
