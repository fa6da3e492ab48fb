import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '../src/platform/config/load-config.js';
import { READ_MODELS, type ReadModels } from '../src/platform/read-models/read-models.js';
import { ManualClock } from '../src/platform/time/clock.js';
import { Housekeeping } from '../src/retention/housekeeping.js';
import { type Service, startService } from '../src/service.js';
import { type BenchRow } from './bench-row.js';
import { loadMailbox } from './load-mailbox.js';
import { perSecond } from './measure.js';
import { environment, untilReady } from './service.js';

/** As many as let the bench end within a few minutes; `BENCH_EXPIRY_MESSAGES` makes it more or fewer. */
const MESSAGES = Number(process.env['BENCH_EXPIRY_MESSAGES'] ?? 50_000);
const DEADLINE_MS = 600_000;

export const data =
  `${MESSAGES.toLocaleString('en')} messages with a body, of two holders each, that are due at once after months of being ` +
  'off: swept by one process on the embedded engines, that projects them meanwhile; keys, contents and read models ' +
  'scrubbed';

/** How quickly what is due ends, to the last byte. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-expiry-'));
  const clock = new ManualClock(new Date());
  const service = await startService(loadConfig(environment(folder)), { clock });
  try {
    await untilReady(service.managementUrl);
    const load = { mailbox: 'bench-expiry', messages: MESSAGES, last: clock.now(), body: '<p>Bonjour</p>' };
    const last = await loadMailbox(service.app, load);
    await untilFolded(service, last);
    clock.advance(120 * 86_400_000);
    return await sweep(service);
  } finally {
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

async function sweep(service: Service): Promise<BenchRow[]> {
  const housekeeping = service.app.get(Housekeeping, { strict: false });
  const started = performance.now();
  const { ended, failed } = await housekeeping.run();
  const took = performance.now() - started;
  if (failed > 0 || ended < MESSAGES) throw new Error(`${ended} ended, ${failed} failed`);
  return [{ name: 'expiry of messages that are due', figure: perSecond((ended / took) * 1_000, 'messages') }];
}

async function untilFolded(
  { app }: Service,
  append: { readonly stream: string; readonly revision: number },
): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await app.get<ReadModels>(READ_MODELS).foldedEverywhere(append))) {
    if (performance.now() > deadline) throw new Error('the projections stand still');
    await pause(100);
  }
}
