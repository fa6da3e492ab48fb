import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/* `bin/start.mjs` in a small repository of its own, whose tools write what they are told. */

const service = `
process.on('SIGTERM', () => process.exit(7));
process.stdout.write('ready\\n');
setInterval(() => undefined, 1000);
`;
const tool = (output: string, text: string) => `
const { mkdirSync, writeFileSync } = require('node:fs');
mkdirSync('dist/src', { recursive: true });
mkdirSync('dist/web', { recursive: true });
writeFileSync(${JSON.stringify(output)}, ${JSON.stringify(text)});
`;

let repository: string;

async function write(path: string, text: string): Promise<void> {
  await mkdir(join(repository, path, '..'), { recursive: true });
  await writeFile(join(repository, path), text);
}

beforeEach(async () => {
  repository = await mkdtemp(join(tmpdir(), 'medimail-start-'));
  await cp(new URL('../../bin/', import.meta.url), join(repository, 'bin'), { recursive: true });
  await write('package.json', '{ "type": "module" }');
  await write('src/main.ts', '');
  await write('web/index.html', '');
  await write('node_modules/@nestjs/cli/package.json', '{}');
  await write('node_modules/@nestjs/cli/bin/nest.js', tool('dist/src/main.js', service));
  await write('node_modules/vite/package.json', '{}');
  await write('node_modules/vite/bin/vite.js', tool('dist/web/index.html', '<p>'));
});

afterEach(() => rm(repository, { recursive: true, force: true }));

/** Starts it, waits until it is ready or has ended, ends it with SIGTERM. */
async function start(): Promise<{ code: number | null; output: string; errors: string }> {
  const child = spawn(process.execPath, [join(repository, 'bin/start.mjs')], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let errors = '';
  child.stdout.on('data', (chunk: Buffer) => {
    output += chunk.toString();
    if (output.includes('ready')) child.kill('SIGTERM');
  });
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output, errors };
}

describe('npm start', () => {
  it('builds what is missing, and hands signal and exit code to the service', async () => {
    expect(await start()).toEqual({
      code: 7,
      output: 'ready\n',
      errors: 'Building the server …\nBuilding the web mail …\n',
    });
  });

  it('builds nothing when nothing has changed', async () => {
    await start();
    expect((await start()).errors).toBe('');
  });

  it('builds again what is older than its sources', async () => {
    await start();
    const later = new Date(Date.now() + 60_000);
    await utimes(join(repository, 'web/index.html'), later, later);
    expect((await start()).errors).toBe('Building the web mail …\n');
  });

  it('starts what was built where the development tools are absent', async () => {
    await start();
    await rm(join(repository, 'node_modules/@nestjs'), { recursive: true });
    const later = new Date(Date.now() + 60_000);
    await utimes(join(repository, 'src/main.ts'), later, later);
    expect(await start()).toMatchObject({ code: 7, errors: '' });
  });

  it('does not start when a build fails', async () => {
    await write('node_modules/@nestjs/cli/bin/nest.js', 'process.exit(3);');
    expect(await start()).toMatchObject({ code: 1, output: '' });
  });

  it('says what to do without dependencies', async () => {
    await rm(join(repository, 'node_modules'), { recursive: true });
    expect(await start()).toMatchObject({
      code: 1,
      errors: 'Medimail has no dependencies yet: run `npm ci` first.\n',
    });
  });
});
