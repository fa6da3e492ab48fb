import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export interface MongoServer {
  readonly url: string;
  stop(): Promise<void>;
}

const folder = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../../node_modules/.cache/medimail', import.meta.url));

/**
 * A server that speaks MongoDB's protocol, in memory, on a free port of the loopback; it ends with this process.
 * It lacks partial indexes, `explain`, transactions, pipeline updates and TTL. Java and, once, Maven are needed
 * (see availability.ts).
 */
export async function startMongoServer(): Promise<MongoServer> {
  const args = ['-Xmx1g', '-cp', await classPath(), join(folder, 'MongoTestServer.java')];
  const server = spawn('java', args, { stdio: ['pipe', 'pipe', 'ignore'] });
  const ended = once(server, 'exit');
  const [url] = (await Promise.race([
    once(createInterface(server.stdout), 'line', { signal: AbortSignal.timeout(60_000) }),
    ended.then(() => Promise.reject(new Error('the MongoDB test server ended before it was ready'))),
  ])) as [string];
  return {
    url,
    async stop() {
      server.stdin.end();
      const timer = setTimeout(() => server.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Where Maven has put the libraries: asked once, as long as they stay there and pom.xml does not change. */
async function classPath(): Promise<string> {
  const pom = join(folder, 'pom.xml');
  const hash = createHash('sha256')
    .update(await readFile(pom))
    .digest('hex')
    .slice(0, 16);
  const known = join(cache, `mongo-server-${hash}.classpath`);
  if (existsSync(known)) {
    const paths = (await readFile(known, 'utf8')).trim();
    if (paths.split(delimiter).every((path) => existsSync(path))) return paths;
  }
  const work = await mkdtemp(join(tmpdir(), 'medimail-mongo-server-'));
  try {
    const output = join(work, 'classpath');
    const args = ['-q', '-B', '-f', pom, 'dependency:build-classpath', `-Dmdep.outputFile=${output}`];
    await promisify(execFile)('mvn', args, { timeout: 120_000 });
    const paths = (await readFile(output, 'utf8')).trim();
    await mkdir(cache, { recursive: true });
    await rename(output, known).catch(() => undefined);
    return paths;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
