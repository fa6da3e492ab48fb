import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';
import { type BenchRow } from './bench-row.js';
import { ExportClient } from './export-client.js';
import { median } from './measure.js';
import { ServiceUnderTest } from './service-process.js';

/** As many as let the bench end within a minute; `BENCH_EXPORT_MESSAGES` makes it more or fewer, 500 at most. */
const MESSAGES = Number(process.env['BENCH_EXPORT_MESSAGES'] ?? 50);
const SIZE = 10_000_000;
const ROUNDS = 3;

export const data =
  `a ZIP file of ${MESSAGES} messages with 10 Mo of random bytes each, read by HTTP from the service in another process ` +
  `and thrown away here; against archiver alone, in this process, on the same ${MESSAGES} .eml files from the page ` +
  `cache, stored or deflated as it does by default, thrown away too; MB of ZIP file; the median of ${ROUNDS} rounds, ` +
  'taken in turns';

/** Decrypting, MIME, hashes, events and HTTP, against the one thing that an export of files cannot do without. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-export-'));
  const service = await ServiceUnderTest.start(join(folder, 'data'));
  try {
    const client = await ExportClient.loggedIn(service.url);
    // First of all: memory that uploads took and kept would not count.
    const idle = await service.idleMemory();
    const ids: string[] = [];
    for (let n = 0; n < MESSAGES; n++) ids.push(await client.send(randomBytes(SIZE)));
    service.forgetPeak();
    const exported = [await megabytesPerSecond(() => client.zip(ids))];
    const above = service.peakMemory() - idle;
    const files = ids.map((_, n) => join(folder, `${n}.eml`));
    for (const [n, file] of files.entries()) await client.save(ids[n] ?? '', file);
    const stored: number[] = [];
    const deflated: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      stored.push(await megabytesPerSecond(() => archived(files, { store: true })));
      if (round > 0) exported.push(await megabytesPerSecond(() => client.zip(ids)));
    }
    deflated.push(await megabytesPerSecond(() => archived(files.slice(0, 10), {})));
    return report(median(exported), { stored: median(stored), deflated: median(deflated) }, above);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

async function megabytesPerSecond(work: () => Promise<number>): Promise<number> {
  const started = performance.now();
  return (await work()) / 1e3 / (performance.now() - started);
}

/** @returns bytes of the ZIP file */
async function archived(files: readonly string[], options: { readonly store?: boolean }): Promise<number> {
  let bytes = 0;
  const archive = new ZipArchive(options);
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  for (const [n, file] of files.entries()) archive.file(file, { name: `${n}.eml` });
  const written = pipeline(archive, output);
  await archive.finalize();
  await written;
  return bytes;
}

function report(
  exported: number,
  alone: { readonly stored: number; readonly deflated: number },
  above: number,
): BenchRow[] {
  const rate = (value: number): string => `${value.toFixed(0)} MB/s`;
  return [
    { name: 'archiver alone, stored', figure: rate(alone.stored), ratio: 1 },
    { name: 'archiver alone, deflated', figure: rate(alone.deflated), ratio: alone.deflated / alone.stored },
    {
      name: 'POST /mailboxes/:m/exports (stored)',
      figure: rate(exported),
      ratio: exported / alone.stored,
    },
    {
      name: 'memory of the service at its peak above idle, what uploads left included',
      figure: `${(above / 1e6).toFixed(0)} MB`,
    },
  ];
}
