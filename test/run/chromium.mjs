import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const debians = '/usr/bin/chromium';

/**
 * CHROMIUM_PATH, Debian's, playwright's; else installs Debian's (as root, where there is apt-get) or playwright's.
 *
 * @returns the path of the program, or undefined where there is none and none could be installed
 */
export function findOrInstallChromium(root) {
  const given = process.env.CHROMIUM_PATH;
  if (given !== undefined && given !== '') return existsSync(given) ? given : undefined;
  if (existsSync(debians)) return debians;
  const { chromium } = createRequire(join(root, 'package.json'))('playwright-core');
  const playwrights = chromium.executablePath();
  if (existsSync(playwrights)) return playwrights;

  console.log('Installing Chromium …');
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']);
    if (existsSync(debians)) return debians;
  }
  run(process.execPath, [join(root, 'node_modules/playwright-core/cli.js'), 'install', 'chromium']);
  return existsSync(playwrights) ? playwrights : undefined;
}

function run(command, args) {
  spawnSync(command, args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    timeout: 600_000,
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}
