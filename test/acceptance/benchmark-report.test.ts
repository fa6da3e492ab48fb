import { describe, expect, it } from 'vitest';
import { format } from 'prettier';
import { report } from '../../bench/report.js';

const text = report(
  [
    {
      bench: 'append',
      data: '1,000 events',
      rows: [{ name: 'a | b', figure: '9 ms', ratio: 2, target: '≤ 10 ms' }],
    },
    { bench: 'read', data: undefined, rows: [{ name: 'one', figure: '1 ms' }] },
  ],
  { machine: 'a machine', date: '2026-11-23' },
);

describe('The report of benchmarks', () => {
  it('names machine, data, command, and the figures with their targets', () => {
    expect(text).toContain('- Machine: a machine\n- Date: 2026-11-23');
    expect(text).toContain('Data: 1,000 events.\n\nCommand: `npm run bench -- append`');
    expect(text).toContain('| a \\| b  | 9 ms   | × 2.00 | ≤ 10 ms |');
    expect(text).toContain('| one     | 1 ms   |');
  });

  it('is written as prettier leaves it', async () => {
    expect(await format(text, { parser: 'markdown', printWidth: 110 })).toBe(text);
  });
});
