/*
 * `npm test`: runs every suite and ends in a line `N passed, N failed` (`, N skipped` may follow). Arguments go to
 * vitest. What this machine cannot run is left out, named, and counted as skipped, one for each file; with
 * MEDIMAIL_TEST_ALL=1 it fails instead.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findOrInstallChromium } from './run/chromium.mjs';
import { testFilesReaching } from './run/reach.mjs';
import { totalsOf } from './run/totals.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const results = join(root, 'test/results/vitest.json');
const everything = process.env.MEDIMAIL_TEST_ALL === '1';
const problems = [];
const leftOut = [];

/** @returns whether the command is there and works. */
const works = (command, ...args) =>
  spawnSync(command, args, { stdio: 'ignore', timeout: 30_000 }).status === 0;

function needs(what, files) {
  if (files.length === 0) return;
  if (everything) return void problems.push(`${what}, which ${files.length} test files need`);
  for (const file of files) console.log(`Left out: ${file} needs ${what}`);
  leftOut.push(...files);
}

// Suites that ask for themselves (`describeWhere`) skip what they must, and are named below.
const asking = testFilesReaching(root, /\/test\/harness\/availability\.ts$/);
const mongo = testFilesReaching(root, /\/test\/harness\/mongo-server\//).filter(
  (file) => !asking.includes(file),
);
const mayHaveMongo =
  process.env.MONGODB_URL !== undefined || (works('java', '-version') && works('mvn', '-v'));
if (!mayHaveMongo) needs('MongoDB (MONGODB_URL) or Java and Maven', mongo);

const browser = testFilesReaching(root, /^playwright-core$/);
const chromium = browser.length > 0 ? findOrInstallChromium(root) : undefined;
if (chromium !== undefined) process.env.CHROMIUM_PATH = chromium;
else needs('Chromium (CHROMIUM_PATH)', browser);

const prepare = "import('./bin/prepare.mjs').then(({ prepare }) => prepare())";
const prepared = spawnSync(process.execPath, ['-e', prepare], { cwd: root, stdio: 'inherit' });
if (prepared.status !== 0) problems.push('the build, which tests start');

mkdirSync(dirname(results), { recursive: true });
rmSync(results, { force: true });
const vitest = spawnSync(
  process.execPath,
  [
    join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${results}`,
    ...leftOut.flatMap((file) => ['--exclude', file]),
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: 'inherit' },
);

const totals = totalsOf(() => JSON.parse(readFileSync(results, 'utf8')), vitest.status);
for (const title of totals.skippedTitles) console.log(`Skipped: ${title}`);
for (const problem of [...problems, ...totals.problems]) console.log(`Failed: ${problem}`);
const failed = totals.failed + problems.length;
const skipped = totals.skippedTitles.length + leftOut.length;
console.log(`${totals.passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = failed > 0 ? 1 : 0;
