import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What befalls an append:
 * - `hang-after-write`: written, never answered;
 * - `hang-before-write`: neither;
 * - `break-after-write`: written, and every connection breaks before the answer;
 * - `break-before-write`: not written, and every connection breaks;
 * - `not-ready`: refused, as a node that has just started does;
 * - `not-leader`: refused, with the leader's address;
 * - `time-out-after-write`: written, and the server says that its write timed out.
 */
export type AppendFault =
  | 'hang-after-write'
  | 'hang-before-write'
  | 'break-after-write'
  | 'break-before-write'
  | 'not-ready'
  | 'not-leader'
  | 'time-out-after-write';

/** The faults that a test has switched on. */
export class Faults {
  /** Milliseconds that every call waits before anything is done. */
  delayMs = 0;
  /** Reads and subscriptions are taken and never answered. */
  readsHang = false;
  /** Reads and subscriptions are refused, as without the right to them. */
  readsDenied = false;
  /** Whom `not-leader` names; the server itself by default. */
  leader: { readonly host: string; readonly port: number } | undefined;
  /** How many appends have met a fault. */
  appendsMet = 0;
  private appendFault: AppendFault | undefined;
  private left = 0;

  /** The next appends, `times` of them, meet the fault. */
  onAppends(fault: AppendFault, times = Number.POSITIVE_INFINITY): void {
    this.appendFault = fault;
    this.left = times;
  }

  clear(): void {
    this.delayMs = 0;
    this.readsHang = false;
    this.readsDenied = false;
    this.left = 0;
  }

  async delay(): Promise<void> {
    if (this.delayMs > 0) await sleep(this.delayMs);
  }

  /** The fault that the append now at hand meets. */
  nextAppend(): AppendFault | undefined {
    if (this.left <= 0) return undefined;
    this.left--;
    this.appendsMet++;
    return this.appendFault;
  }
}
