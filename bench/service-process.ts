import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { buildService, forgetManagementUrl, managementUrl } from './built-service.js';
import { environment, untilReady } from './service.js';

/** The service as it is shipped, in a process of its own, and what it needs of memory. */
export class ServiceUnderTest {
  private constructor(
    private readonly child: ChildProcess,
    readonly url: string,
  ) {}

  /** @param folder of its data; made where it is not there */
  static async start(folder: string): Promise<ServiceUnderTest> {
    await buildService();
    forgetManagementUrl(folder);
    const port = await freePort();
    const child = spawn(process.execPath, ['dist/src/main.js'], {
      env: { ...process.env, ...environment(folder), PORT: port },
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    const service = new ServiceUnderTest(child, `http://127.0.0.1:${port}`);
    await untilReady(await managementUrl(folder, child));
    await service.untilListening();
    return service;
  }

  /** Resident bytes, once it has had nothing to do for a while. */
  async idleMemory(): Promise<number> {
    await pause(5_000);
    return this.status('VmRSS');
  }

  /** {@link peakMemory} counts from now on (proc(5), `clear_refs`). */
  forgetPeak(): void {
    writeFileSync(`/proc/${this.pid}/clear_refs`, '5');
  }

  /** Resident bytes at most. */
  peakMemory(): number {
    return this.status('VmHWM');
  }

  async stop(): Promise<void> {
    const exit = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await exit;
  }

  /** The management port answers a moment before the others do. */
  private async untilListening(): Promise<void> {
    while (this.child.exitCode === null && !(await this.answers())) await pause(10);
  }

  private answers(): Promise<boolean> {
    return fetch(this.url).then(
      () => true,
      () => false,
    );
  }

  private get pid(): number {
    return this.child.pid ?? NaN;
  }

  private status(field: string): number {
    const text = readFileSync(`/proc/${this.pid}/status`, 'utf8');
    return Number(new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(text)?.[1]) * 1_024;
  }
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}
