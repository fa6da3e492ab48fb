/*
 * `node docs/write-tables.mjs`: writes what the documents take from the code: the table of variables in README.md, and
 * in docs/coverage.md, for each requirement, the tests that name it in a title.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { format } from 'prettier';
import { build } from 'vite';

const root = fileURLToPath(new URL('../', import.meta.url));
const read = (path) => readFileSync(join(root, path), 'utf8');

async function write(path, text) {
  writeFileSync(join(root, path), await format(text, { parser: 'markdown', printWidth: 110 }));
}

async function variablesTable() {
  const outDir = join(root, 'dist/docs');
  await build({
    root,
    configFile: false,
    logLevel: 'warn',
    build: {
      ssr: 'src/platform/config/variables.ts',
      outDir,
      rollupOptions: { output: { entryFileNames: 'variables.js' } },
    },
  });
  const built = await import(pathToFileURL(join(outDir, 'variables.js')).href);
  return built.variablesTable();
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

const table = await variablesTable();
await write(
  'README.md',
  read('README.md').replace(
    /<!-- variables -->[^]*<!-- \/variables -->/,
    () => `<!-- variables -->\n\n${table}\n\n<!-- /variables -->`,
  ),
);

const coverage = read('docs/coverage.md').replace(/^\| ([A-Z]\d+) +\| (.*?) +\|.*$/gm, (_row, id, what) => {
  const found = testsNaming(id).map((file) => `\`${file}\``);
  return `| ${id} | ${what} | ${found.join(', ') || '**none**'} |`;
});
await write('docs/coverage.md', coverage);
