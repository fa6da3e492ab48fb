/*
 * `npm run bench`: builds every `*.bench.ts` (the decorators of the code measured need their metadata), runs each in
 * a process of its own, one after the other, prints what they measured and writes it to docs/benchmarks.md (from
 * docs/benchmarks.json, which keeps the last figures of each). `npm run bench -- append …` runs those named alone.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('../', import.meta.url));
/** A folder of this run: another one may be going on. */
mkdirSync(join(root, 'dist'), { recursive: true });
const built = mkdtempSync(join(root, 'dist/bench-'));
process.on('exit', () => rmSync(built, { recursive: true, force: true }));
const suffix = '.bench.ts';
const all = readdirSync(join(root, 'bench'))
  .filter((file) => file.endsWith(suffix))
  .map((file) => file.slice(0, -suffix.length))
  .sort();
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !all.includes(name));
if (unknown.length > 0 || all.length === 0) {
  console.error(`No benchmark ${unknown.join(', ')}; there are: ${all.join(', ') || 'none'}.`);
  process.exit(1);
}
const names = asked.length > 0 ? asked : all;

await build({
  root,
  configFile: false,
  logLevel: 'warn',
  build: {
    ssr: true,
    target: 'node20',
    outDir: built,
    minify: false,
    sourcemap: true,
    rollupOptions: {
      input: Object.fromEntries([
        ['report', join(root, 'bench/report.ts')],
        ...names.map((name) => [`${name}.bench`, join(root, `bench/${name}${suffix}`)]),
      ]),
      output: { entryFileNames: '[name].js' },
    },
  },
});

// A build sets it, and the services that are measured would take it for theirs.
delete process.env.NODE_ENV;

/** In a process of its own: neither memory nor compiled code of the one before weighs on it. */
async function measure(name) {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-'));
  const output = join(folder, 'rows.json');
  const script = `
    const { run, data } = await import(${JSON.stringify(pathToFileURL(join(built, `${name}.bench.js`)).href)});
    const { writeFileSync } = await import('node:fs');
    writeFileSync(${JSON.stringify(output)}, JSON.stringify({ rows: await run(), data }));
    process.exit(0);`;
  const options = { cwd: root, stdio: 'inherit' };
  const child = spawn(
    process.execPath,
    ['--expose-gc', '--enable-source-maps', '--input-type=module', '-e', script],
    options,
  );
  try {
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new Error(`The benchmark ${name} ended with ${code}.`);
    return { bench: name, ...JSON.parse(readFileSync(output, 'utf8')) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const { kept, machine, report, table } = await import(pathToFileURL(join(built, 'report.js')).href);
const figures = join(root, 'docs/benchmarks.json');
for (const name of names) {
  const { data, rows } = await measure(name);
  console.log(`\n${name}${data === undefined ? '' : ` (${data})`}\n\n${table(rows)}`);
  const measured = {
    bench: name,
    data,
    rows,
    machine: machine(),
    date: new Date().toISOString().slice(0, 10),
  };
  const all = kept(existsSync(figures) ? JSON.parse(readFileSync(figures, 'utf8')) : [], [measured]);
  writeFileSync(figures, `${JSON.stringify(all, undefined, 2)}\n`);
  writeFileSync(join(root, 'docs/benchmarks.md'), report(all));
}
