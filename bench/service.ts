import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '../src/platform/config/load-config.js';
import { type Service, startService } from '../src/service.js';

export interface OpenService extends Service {
  readonly folder: string;
}

/** The settings of a service on ports of its own, with nothing but its data folder. */
export const environment = (folder: string): Record<string, string> => ({
  PORT: '0',
  MANAGEMENT_PORT: '0',
  LOG_LEVEL: 'silent',
  DATA_DIR: folder,
});

/** The whole service in this process, with the people of the demonstration; `stop` removes its data. */
export async function openService(): Promise<OpenService> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-service-'));
  const service = await startService(loadConfig(environment(folder)));
  await untilReady(service.managementUrl);
  return {
    ...service,
    folder,
    stop: async () => {
      await service.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

/** @throws Error after ten minutes */
export async function untilReady(managementUrl: string): Promise<void> {
  const deadline = performance.now() + 600_000;
  for (;;) {
    const answer = await fetch(`${managementUrl}/health/ready`).catch(() => undefined);
    if (answer?.ok === true) return;
    if (performance.now() > deadline) throw new Error('not ready after ten minutes');
    await pause(10);
  }
}
