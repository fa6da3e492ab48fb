import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('../', import.meta.url);
const at = (path) => fileURLToPath(new URL(path, root));

const builds = [
  {
    name: 'the server',
    output: 'dist/src/main.js',
    sources: ['src', 'projections', 'tsconfig.json', 'tsconfig.build.json', 'nest-cli.json', 'package.json'],
    command: ['node_modules/@nestjs/cli/bin/nest.js', 'build'],
  },
  {
    name: 'the web mail',
    output: 'dist/web/index.html',
    sources: ['web', 'src/contracts', 'package.json'],
    command: ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'],
  },
];

/** Builds what is missing or stale. @returns the URL of the service's entry. */
export async function prepare() {
  if (!existsSync(at('node_modules'))) {
    console.error('Medimail has no dependencies yet: run `npm ci` first.');
    process.exit(1);
  }
  for (const build of builds) {
    if (isStale(build)) await run(build);
  }
  return new URL(builds[0].output, root);
}

function isStale({ output, sources, command }) {
  const built = statSync(at(output), { throwIfNoEntry: false });
  if (built === undefined) return true;
  // An installation without development tools is served as it was built.
  if (!existsSync(at(command[0]))) return false;
  return sources.some((source) => changedSince(at(source), built.mtimeMs));
}

/** A folder's own time tells of removed files. */
function changedSince(path, time) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return false;
  if (found.mtimeMs > time) return true;
  return found.isDirectory() && readdirSync(path).some((name) => changedSince(`${path}/${name}`, time));
}

async function run({ name, output, command }) {
  console.error(`Building ${name} …`);
  const started = new Date();
  const [code, signal] = await finished(command);
  if (signal !== null) process.kill(process.pid, signal);
  if (code !== 0) {
    console.error(`Building ${name} failed.`);
    process.exit(1);
  }
  // What was changed while it was being built is newer than the build.
  utimesSync(at(output), started, started);
}

function finished(command) {
  const child = spawn(process.execPath, command, { cwd: fileURLToPath(root), stdio: ['ignore', 2, 2] });
  const pass = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, pass);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      for (const name of signals) process.removeListener(name, pass);
      resolve([code, signal]);
    });
  });
}
