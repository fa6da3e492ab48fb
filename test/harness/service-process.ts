import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { type Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';

type Env = Readonly<Record<string, string>>;

const ROOT = resolve(import.meta.dirname, '../..');
const PATIENCE_MS = 60_000;
const running = new Set<ChildProcessByStdio<null, Readable, Readable>>();
process.once('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** The service as it is shipped, in a process of its own that a test may kill. */
export class ServiceProcess {
  /** What it has written so far, standard output and errors together. */
  output = '';
  url = '';
  managementUrl = '';

  private constructor(private readonly child: ChildProcessByStdio<null, Readable, Readable>) {
    running.add(child);
    child.once('exit', () => running.delete(child));
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (this.output += text));
    }
  }

  /** Starts it; its ports are the system's choice unless the environment says otherwise. */
  static async spawn(env: Env): Promise<ServiceProcess> {
    const child = spawn(process.execPath, [await builtService()], {
      env: { PATH: process.env['PATH'] ?? '', PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'info', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ServiceProcess(child);
  }

  /** Starts it and waits until it is ready. */
  static async start(env: Env): Promise<ServiceProcess> {
    const service = await ServiceProcess.spawn(env);
    await service.untilReady();
    return service;
  }

  async untilReady(): Promise<void> {
    const until = Date.now() + PATIENCE_MS;
    while (Date.now() < until && this.isRunning) {
      const said = /ready at (http\S+?)(?: \(management: (http\S+?)\))?"/.exec(this.output);
      if (said?.[1] !== undefined) {
        this.url = said[1];
        this.managementUrl = said[2] ?? said[1];
        if ((await fetch(`${this.managementUrl}/health/ready`)).ok) return;
      }
      await pause(50);
    }
    throw new Error(`the service is not ready: ${this.output.slice(-2_000)}`);
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** As a power cut, for the process. */
  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.exited();
  }

  /** As an operator stops it. @returns the exit code */
  stop(): Promise<number | null> {
    this.child.kill('SIGTERM');
    return this.exited();
  }

  /** Its exit code; null where a signal ended it. */
  async exited(): Promise<number | null> {
    if (this.isRunning) await once(this.child, 'close', { signal: AbortSignal.timeout(PATIENCE_MS) });
    return this.child.exitCode;
  }
}

/** A port that was free a moment ago: for a service that must come back where it was. */
export async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

/** The entry of the built service, built where it is missing or stale; suites that run at once build it once. */
async function builtService(): Promise<string> {
  const lock = resolve(ROOT, 'node_modules/.cache/medimail-build.lock');
  await mkdir(resolve(lock, '..'), { recursive: true });
  const until = Date.now() + PATIENCE_MS;
  while (
    !(await mkdir(lock).then(
      () => true,
      () => Date.now() > until,
    ))
  ) {
    await pause(100);
  }
  try {
    const { prepare } = (await import(pathToFileURL(resolve(ROOT, 'bin/prepare.mjs')).href)) as {
      prepare: () => Promise<URL>;
    };
    return fileURLToPath(await prepare());
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}
