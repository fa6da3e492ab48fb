import { cpus, totalmem, type } from 'node:os';
import { type BenchRow } from './bench-row.js';

/** What one `*.bench.ts` measured. */
export interface Measured {
  /** `append` of `append.bench.ts`. */
  readonly bench: string;
  readonly data: string | undefined;
  readonly rows: readonly BenchRow[];
  readonly machine: string;
  /** `2026-11-23` */
  readonly date: string;
}

/** What is kept of each benchmark, with those measured now in place of what they measured before. */
export function kept(before: readonly Measured[], now: readonly Measured[]): Measured[] {
  const latest = new Map([...before, ...now].map((one) => [one.bench, one]));
  return [...latest.values()].sort((one, other) => (one.bench < other.bench ? -1 : 1));
}

/** The processor, what there is of it, and what ran on it. */
export function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${processors.length} cores, ${memory} GB, ${type()}, Node.js ${process.versions.node}`;
}

/** `docs/benchmarks.md` */
export function report(measured: readonly Measured[]): string {
  const parts = measured.map(({ bench, data, rows, machine: on, date }) =>
    [
      `## ${bench}`,
      ...(data === undefined ? [] : [`Data: ${data}.`]),
      `Machine: ${on}; ${date}.`,
      command(bench),
      table(rows),
    ].join('\n\n'),
  );
  return [
    '# Benchmarks',
    'Written by `npm run bench`. The figures of a benchmark are those of its last run, with nothing tuned for it.',
    ...parts,
  ]
    .join('\n\n')
    .concat('\n');
}

const command = (bench: string) => `Command: \`npm run bench -- ${bench}\``;

export function table(rows: readonly BenchRow[]): string {
  const lines = rows.map((row) => [
    row.name,
    row.figure,
    row.ratio === undefined ? '' : `× ${row.ratio.toFixed(2)}`,
    row.target ?? '',
  ]);
  return aligned([['measure', 'figure', 'ratio', 'target'], ...lines]);
}

/** A Markdown table whose columns line up, as prettier leaves it. */
function aligned(lines: readonly (readonly string[])[]): string {
  const cells = lines.map((line) => line.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = (cells[0] ?? []).map((_, column) =>
    Math.max(3, ...cells.map((line) => (line[column] ?? '').length)),
  );
  const row = (line: readonly string[]) =>
    `| ${widths.map((width, column) => (line[column] ?? '').padEnd(width)).join(' | ')} |`;
  const rule = `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`;
  return [row(cells[0] ?? []), rule, ...cells.slice(1).map(row)].join('\n');
}
