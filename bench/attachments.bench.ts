import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchRow } from './bench-row.js';
import { median } from './measure.js';
import { back, forth } from './plain-pipeline.js';
import { ServiceUnderTest } from './service-process.js';
import { AttachmentClient } from './attachment-client.js';

const MIB = 1024 * 1024;
const SIZE = 60 * MIB;
const ROUNDS = 7;
const AT_ONCE = 8;

export const data =
  `one file of 60 Mo of random bytes, by HTTP from this process to the service in another, and back, thrown away ` +
  `here; against the same file in one process through SHA-256 and secretstream (libsodium, chunks of 64 KiB) into a ` +
  `file with fsync, and back, thrown away too; the median of ${ROUNDS} rounds, taken in turns`;

/** 60 Mo from upload to download. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-attachments-'));
  const file = join(folder, 'file');
  const bytes = randomBytes(SIZE);
  writeFileSync(file, bytes);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const service = await ServiceUnderTest.start(join(folder, 'data'));
  try {
    const client = await AttachmentClient.loggedIn(service.url);
    // First of all: memory that earlier rounds took and kept would not count.
    const idle = await service.idleMemory();
    service.forgetPeak();
    await Promise.all(Array.from({ length: AT_ONCE }, () => client.roundTrip(file, sha256)));
    const above = service.peakMemory() - idle;
    const plain: number[] = [];
    const whole: { upload: number; send: number; download: number }[] = [];
    for (let round = 0; round <= ROUNDS; round++) {
      const took = {
        plain: await seconds(async () => back(await forth(file, join(folder, `copy-${round}`)), sha256)),
        service: await client.roundTrip(file, sha256),
      };
      rmSync(join(folder, `copy-${round}`));
      // The first warms both up.
      if (round === 0) continue;
      plain.push(took.plain);
      whole.push(took.service);
    }
    return report(plain, whole, above);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1_000;
}

type Took = Readonly<Record<'upload' | 'send' | 'download', number>>;

function report(plain: readonly number[], whole: readonly Took[], above: number): BenchRow[] {
  const bare = median(plain);
  const total = median(whole.map(({ upload, send, download }) => upload + send + download));
  const parts = (['upload', 'send', 'download'] as const).map(
    (part) => `${part} ${median(whole.map((took) => took[part])).toFixed(2)} s`,
  );
  return [
    { name: 'plain pipeline, forth and back', figure: `${bare.toFixed(2)} s`, ratio: 1 },
    {
      name: `upload, seal, send, download (${parts.join(', ')})`,
      figure: `${total.toFixed(2)} s`,
      ratio: bare / total,
      target: '≥ 0.4 × plain',
    },
    {
      name: `memory of the service at its peak above idle, ${AT_ONCE} at once`,
      figure: `${(above / 1e6).toFixed(0)} MB`,
      target: '< 150 MB',
    },
  ];
}
