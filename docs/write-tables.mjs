/*
 * `node docs/write-tables.mjs`: writes what the documents take from the code: the tables of variables and commands in
 * README.md, and in docs/coverage.md, for each requirement, the tests that name it in a title.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { build } from 'vite';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');

async function write(path, text) {
  writeFileSync(join(root, path), await format(text, { parser: 'markdown', printWidth: 110 }));
}

async function built(entry) {
  const outDir = join(root, 'dist/docs');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: entry,
      outDir,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: '[name].js' } },
    },
  });
  return import(pathToFileURL(join(outDir, basename(entry, '.ts') + '.js')).href);
}

const tests = ['src', 'projections', 'test']
  .flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true }).map((file) => `${folder}/${file}`),
  )
  .filter((file) => /\.(spec|test)\.ts$/.test(file) && !file.includes('/planted/'))
  .sort();

/** A title names ids in brackets: « … (C3) », « … (S4, S5) ». */
function testsNaming(id) {
  const title = new RegExp(`\\((?:[A-Z]\\d+, )*${id}(?:, [A-Z]\\d+)*\\)`);
  return tests.filter((file) => title.test(read(file)));
}

const withTable = (text, name, table) =>
  text.replace(
    new RegExp(`<!-- ${name} -->[^]*<!-- /${name} -->`),
    () => `<!-- ${name} -->\n\n${table}\n\n<!-- /${name} -->`,
  );

const { variablesTable } = await built('src/platform/config/variables.ts');
const { commandsTable } = await built('src/cli/commands.ts');
const readme = withTable(read('README.md'), 'variables', variablesTable());
await write('README.md', withTable(readme, 'commands', commandsTable()));

const coverage = read('docs/coverage.md').replace(/^\| ([A-Z]\d+) +\| (.*?) +\|.*$/gm, (_row, id, what) => {
  const found = testsNaming(id).map((file) => `\`${file}\``);
  return `| ${id} | ${what} | ${found.join(', ') || '**none**'} |`;
});
await write('docs/coverage.md', coverage);
