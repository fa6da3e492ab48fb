import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format } from 'prettier';
import { describe, expect, it } from 'vitest';
import { commandsTable } from '../../src/cli/commands.js';
import { variablesTable } from '../../src/platform/config/variables.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const documents = [
  ...readdirSync(root).filter((file) => file.endsWith('.md')),
  ...readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.md'))
    .map((file) => `docs/${file}`),
];

describe('The documents', () => {
  it.each(documents)('%s links to what exists', (path) => {
    const targets = [...read(path).matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, target]) => target ?? '');
    const local = targets.filter((target) => !/^[a-z]+:/.test(target));
    expect(local.filter((target) => !existsSync(join(root, dirname(path), target)))).toEqual([]);
  });

  it.each([
    ['variable that the service reads', 'variables', variablesTable],
    ['command of the command line', 'commands', commandsTable],
  ] as const)('have the table of every %s', async (_what, name, table) => {
    const written = await format(table(), { parser: 'markdown', printWidth: 110 });
    expect(read('README.md')).toContain(`<!-- ${name} -->\n\n${written}\n<!-- /${name} -->`);
  });

  it('name for each requirement tests that exist and name it', () => {
    const rows = read('docs/coverage.md')
      .split('\n')
      .filter((line) => /^\| [A-Z]\d+ /.test(line));
    expect(rows.length).toBeGreaterThan(10);
    const wrong = rows.flatMap((row) => {
      const id = /^\| ([A-Z]\d+) /.exec(row)?.[1] ?? '';
      const tests = [...row.matchAll(/`([\w./-]+\.(?:spec|test)\.ts)`/g)].map(([, test]) => test ?? '');
      if (tests.length === 0) return [`${id}: none`];
      return tests
        .filter((test) => !existsSync(join(root, test)) || !new RegExp(`\\b${id}\\b`).test(read(test)))
        .map((test) => `${id}: ${test}`);
    });
    expect(wrong).toEqual([]);
  });
});
