import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands, rolesOf, VERIFY } from '../../src/cli/commands.js';
import { runStandalone } from '../../src/cli/standalone.js';
import { loadConfig } from '../../src/platform/config/load-config.js';

describe('the command line where no service runs', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-standalone-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = (command: string) => {
    const ports = { PORT: '0', MANAGEMENT_PORT: '0', LOG_LEVEL: 'silent' };
    const config = loadConfig({ ...ports, DATA_DIR: folder, ROLES: rolesOf(command) });
    return runStandalone(config, command, [], async () => undefined);
  };

  // `verify` needs no stores; of the others each is asked without what it needs, and says so itself.
  it.each(commands.map(({ name }) => name).filter((name) => name !== VERIFY))('knows: %s', async (name) => {
    const said = await run(name).then(
      ({ lines }) => lines.join('\n'),
      (error: unknown) => String(error),
    );
    expect(said).not.toContain('not in this process');
  });

  it('says how many notifications wait', async () => {
    expect(await run('notifications status')).toEqual({
      exitCode: 0,
      lines: ['0 mails wait', 'ends announced up to: nothing yet'],
    });
  });

  it('does not know another', async () => {
    expect(await run('notifications send')).toMatchObject({ exitCode: 1 });
  });
});
