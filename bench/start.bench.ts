import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../src/platform/config/load-config.js';
import { startService } from '../src/service.js';
import { type BenchRow } from './bench-row.js';
import { buildService, forgetManagementUrl, managementUrl } from './built-service.js';
import { loadMailbox } from './load-mailbox.js';
import { median, milliseconds } from './measure.js';
import { environment, untilReady } from './service.js';

const MESSAGES = 100_000;
const STARTS = 5;

export const data =
  'from the start of the process (`node dist/src/main.js`, built before) to the first good answer of `/health/ready`; ' +
  `a data folder with the demonstration alone, and one with ${MESSAGES.toLocaleString('en')} messages more, bodies ` +
  `and keys included; the median of ${STARTS} starts, taken in turns`;

const line = '<p>Cher confrère, veuillez trouver ci-dessous les résultats de notre patient commun.</p>';
const body = line.repeat(Math.ceil(2_000 / line.length));

/** How long a restart keeps everybody out. */
export async function run(): Promise<BenchRow[]> {
  await buildService();
  const [empty, full] = ['empty', 'full'].map((name) =>
    mkdtempSync(join(tmpdir(), `medimail-bench-start-${name}-`)),
  ) as [string, string];
  const took = { empty: [] as number[], full: [] as number[] };
  try {
    const first = await start(empty);
    await fill(full);
    await start(full);
    for (let n = 0; n < STARTS; n++) {
      took.empty.push(await start(empty));
      took.full.push(await start(full));
    }
    return report(first, median(took.empty), median(took.full));
  } finally {
    for (const folder of [empty, full]) rmSync(folder, { recursive: true });
  }
}

function report(first: number, empty: number, full: number): BenchRow[] {
  const target = '< 3,000 ms';
  return [
    { name: 'first start, which makes the demonstration', figure: milliseconds(first) },
    { name: 'start with the demonstration', figure: milliseconds(empty), ratio: 1, target },
    {
      name: `start with ${MESSAGES.toLocaleString('en')} messages`,
      figure: milliseconds(full),
      ratio: full / empty,
      target,
    },
  ];
}

/** In this process, until the projections have it all. */
async function fill(folder: string): Promise<void> {
  const service = await startService(loadConfig(environment(folder)));
  await loadMailbox(service.app, { mailbox: 'bench-large', messages: MESSAGES, last: new Date(), body });
  await service.stop();
}

/** Milliseconds to readiness; the process is ended again. */
async function start(folder: string): Promise<number> {
  forgetManagementUrl(folder);
  const started = performance.now();
  const child = spawn(process.execPath, ['dist/src/main.js'], {
    env: { ...process.env, ...environment(folder) },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const exit = once(child, 'exit');
  try {
    await untilReady(await managementUrl(folder, child));
    return performance.now() - started;
  } finally {
    child.kill('SIGTERM');
    await exit;
  }
}
