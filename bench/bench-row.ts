/** A line of the report. */
export interface BenchRow {
  /** What was measured: « append, 64 in parallel ». */
  readonly name: string;
  /** With its unit: « 3,120 events/s », « 1.8 ms at the median ». */
  readonly figure: string;
  /** Against what it is compared with, 1 being the same. */
  readonly ratio?: number;
  /** What is asked for: « ≥ 2,000 events/s ». */
  readonly target?: string;
}

/** What a `*.bench.ts` exports. */
export interface Bench {
  /** Measures once, and cleans up what it made. */
  readonly run: () => Promise<BenchRow[]>;
  /** How much data it works on: « 100,000 events of 1 KB ». */
  readonly data?: string;
}
