import { existsSync } from 'node:fs';
import { chromium, type Browser } from 'playwright-core';

/** Debian's Chromium, or CHROMIUM_PATH, or playwright's own. `npm test` sees to it that there is one. */
export function launchBrowser(): Promise<Browser> {
  const debians = '/usr/bin/chromium';
  const executablePath =
    process.env['CHROMIUM_PATH'] ?? (existsSync(debians) ? debians : chromium.executablePath());
  return chromium.launch({ executablePath, args: ['--no-sandbox'] });
}
