import { describe, expect, it } from 'vitest';
import { format } from 'prettier';
import { kept, type Measured, report } from '../../bench/report.js';

const on = { machine: 'a machine', date: '2026-11-23' };
const measured: Measured[] = [
  {
    bench: 'append',
    data: '1,000 events',
    rows: [{ name: 'a | b', figure: '9 ms', ratio: 2, target: '≤ 10 ms' }],
    ...on,
  },
  { bench: 'read', data: undefined, rows: [{ name: 'one', figure: '1 ms' }], ...on },
];
const text = report(measured);

describe('The report of benchmarks', () => {
  it('names machine, data, command, and the figures with their targets', () => {
    expect(text).toContain(
      'Data: 1,000 events.\n\nMachine: a machine; 2026-11-23.\n\nCommand: `npm run bench -- append`',
    );
    expect(text).toContain('| a \\| b  | 9 ms   | × 2.00 | ≤ 10 ms |');
    expect(text).toContain('| one     | 1 ms   |');
  });

  it('keeps the last figures of each', () => {
    const again = { bench: 'append', data: undefined, rows: [], ...on };
    expect(kept(measured, [again])).toEqual([again, measured[1]]);
  });

  it('is written as prettier leaves it', async () => {
    expect(await format(text, { parser: 'markdown', printWidth: 110 })).toBe(text);
  });
});
