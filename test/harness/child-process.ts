import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'vite';

const ROOT = resolve(import.meta.dirname, '../..');
const builds = new Map<string, Promise<string>>();
const children = new Set<ChildProcessWithoutNullStreams>();
let folder: string | undefined;

/**
 * Runs a TypeScript file of this repository as a process of its own, with plain `node`: for tests that kill it, or
 * that need two at once. The file is bundled once a test process (decorators with their metadata included), the
 * packages of `node_modules` stay outside; a child that outlives the tests is killed with them.
 *
 * @param entry path from the repository's root, such as `test/faults/append-under-load.child.ts`
 * @param args `process.argv` from the third on
 * @param env added to this process' environment
 * @returns the process just started; see {@link linesOf} and {@link exitOf}
 * @throws the bundler's error, where the file does not compile
 */
export async function spawnTypeScript(
  entry: string,
  args: readonly string[] = [],
  env: Readonly<Record<string, string>> = {},
): Promise<ChildProcessWithoutNullStreams> {
  let building = builds.get(entry);
  if (building === undefined) {
    building = bundle(entry);
    builds.set(entry, building);
  }
  const child = spawn(process.execPath, ['--enable-source-maps', await building, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
  });
  children.add(child);
  child.once('exit', () => children.delete(child));
  return child;
}

/** What the child writes to its standard output, line by line, until it ends. */
export function linesOf(child: ChildProcessWithoutNullStreams): AsyncIterable<string> {
  return createInterface({ input: child.stdout });
}

/** How the child ended. Everything it wrote has been received by then. */
export async function exitOf(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'close');
  return { code: child.exitCode, signal: child.signalCode };
}

/** The bundle lies below `node_modules`, where its imports of packages resolve. */
async function bundle(entry: string): Promise<string> {
  const outDir = join(bundleFolder(), String(builds.size));
  const name = `${basename(entry, '.ts')}.mjs`;
  await build({
    root: ROOT,
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: resolve(ROOT, entry),
      outDir,
      target: 'node20',
      minify: false,
      sourcemap: true,
      rolldownOptions: { output: { entryFileNames: name } },
    },
  });
  return join(outDir, name);
}

function bundleFolder(): string {
  if (folder !== undefined) return folder;
  const cache = join(ROOT, 'node_modules/.cache');
  mkdirSync(cache, { recursive: true });
  const made = mkdtempSync(join(cache, 'medimail-test-'));
  process.once('exit', () => {
    for (const child of children) child.kill('SIGKILL');
    rmSync(made, { recursive: true, force: true });
  });
  folder = made;
  return made;
}
