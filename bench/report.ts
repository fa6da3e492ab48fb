import { cpus, totalmem, type } from 'node:os';
import { type BenchRow } from './bench-row.js';

/** What one `*.bench.ts` measured. */
export interface Measured {
  /** `append` of `append.bench.ts`. */
  readonly bench: string;
  readonly data: string | undefined;
  readonly rows: readonly BenchRow[];
}

/** The processor, what there is of it, and what ran on it. */
export function machine(): string {
  const processors = cpus();
  const memory = Math.round(totalmem() / 1024 ** 3);
  const model = processors[0]?.model.trim() ?? 'unknown processor';
  return `${model}, ${processors.length} cores, ${memory} GB, ${type()}, Node.js ${process.versions.node}`;
}

/** `docs/benchmarks.md` */
export function report(measured: readonly Measured[], on: { machine: string; date: string }): string {
  const parts = measured.map(({ bench, data, rows }) =>
    [`## ${bench}`, ...(data === undefined ? [] : [`Data: ${data}.`]), command(bench), table(rows)].join(
      '\n\n',
    ),
  );
  return [
    '# Benchmarks',
    'Written by `npm run bench`. Every figure is one run, on the machine named here, with nothing tuned for it.',
    `- Machine: ${on.machine}\n- Date: ${on.date}`,
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
