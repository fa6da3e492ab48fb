import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailClient } from '../test/harness/mail-client.js';
import { type BenchRow } from './bench-row.js';
import { importAccounts } from './import-client.js';
import { perSecond } from './measure.js';
import { ServiceUnderTest } from './service-process.js';

/** A tenth first: what memory grows by, lines cost; the rest is there with any number of them. */
const FILES = [10_000, 100_000];

export const data =
  'accounts of people by POST /admin/imports, each with a national id, on the embedded engines in a process of its own, ' +
  'a new one for each file';

const counted = (lines: number): string => lines.toLocaleString('en');
const cookieOf = (client: MailClient): string => `medimail=${client.cookie('medimail') ?? ''}`;

/** What a line of a file of accounts costs, in time and in memory. */
export async function run(): Promise<BenchRow[]> {
  const rows: BenchRow[] = [];
  for (const lines of FILES) rows.push(...(await imports(lines)));
  return rows;
}

async function imports(lines: number): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-import-'));
  const service = await ServiceUnderTest.start(folder);
  try {
    const admin = await MailClient.loggedIn(service.url, 'admin@medimail.test');
    const idle = await service.idleMemory();
    const rows: BenchRow[] = [];
    for (const [name, dryRun, outcome] of [
      ['dry run', true, 'created'],
      ['import', false, 'created'],
      ['the same again, which changes nothing', false, 'already'],
    ] as const) {
      service.forgetPeak();
      const { outcomes, rate } = await importAccounts(service.url, {
        cookie: cookieOf(admin),
        lines,
        dryRun,
      });
      if (outcomes[outcome] !== lines) throw new Error(`${name}: ${JSON.stringify(outcomes)}`);
      const grown = Math.round((service.peakMemory() - idle) / 1024 ** 2);
      rows.push({
        name: `${counted(lines)} lines: ${name}`,
        figure: `${perSecond(rate, 'lines')}, ${grown} MB above idle at most`,
      });
    }
    return rows;
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}
