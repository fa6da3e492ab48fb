import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

/* `npm test` in a small repository of its own, whose vitest reports what it is told. */

let repository: string;

function write(path: string, text: string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), text);
}

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'medimail-run-'));
  cpSync(new URL('../run.mjs', import.meta.url), join(repository, 'test/run.mjs'));
  cpSync(new URL('../run/', import.meta.url), join(repository, 'test/run'), { recursive: true });
  write('package.json', '{ "type": "module" }');
  write('bin/prepare.mjs', 'export const prepare = () => undefined;');
});

afterEach(() => rmSync(repository, { recursive: true, force: true }));

type File = { status: 'passed' | 'failed'; message: string; tests: string[] };

/** Runs it with a vitest that leaves this report, and without Java or Chromium. */
function run(files: File[] | null, options: { status?: number; all?: boolean } = {}) {
  const testResults = files?.map(({ status, message, tests }) => ({
    name: 'a.test.ts',
    status,
    message,
    assertionResults: tests.map((test) => ({ status: test, fullName: `a ${test} test` })),
  }));
  write(
    'node_modules/vitest/vitest.mjs',
    `import { writeFileSync } from 'node:fs';
     console.log(process.argv.slice(2).join(' '));
     const report = ${JSON.stringify(JSON.stringify({ testResults }))};
     const to = process.argv.find((argument) => argument.startsWith('--outputFile.json=')).split('=')[1];
     if (${String(files !== null)}) writeFileSync(to, report);
     process.exit(${options.status ?? 0});`,
  );
  const { status, stdout } = spawnSync(process.execPath, [join(repository, 'test/run.mjs')], {
    encoding: 'utf8',
    env: { PATH: '/nowhere', CHROMIUM_PATH: '/nowhere/chromium', MEDIMAIL_TEST_ALL: options.all ? '1' : '' },
  });
  return { status, stdout, last: stdout.trimEnd().split('\n').at(-1) };
}

const passing: File = { status: 'passed', message: '', tests: ['passed', 'passed'] };

describe('npm test', () => {
  it('ends in the totals of the report', () => {
    expect(run([passing, passing])).toMatchObject({ status: 0, last: '4 passed, 0 failed' });
  });

  it('counts failed and skipped tests, names what was skipped, and fails', () => {
    const mixed: File = { status: 'failed', message: '', tests: ['passed', 'failed', 'pending', 'todo'] };
    const { status, stdout, last } = run([mixed], { status: 1 });
    expect({ status, last }).toEqual({ status: 1, last: '1 passed, 1 failed, 2 skipped' });
    expect(stdout).toContain('Skipped: a pending test\nSkipped: a todo test\n');
  });

  it('counts a file that failed before its first test', () => {
    const broken: File = { status: 'failed', message: 'Cannot find module', tests: [] };
    const { status, stdout, last } = run([passing, broken], { status: 1 });
    expect({ status, last }).toEqual({ status: 1, last: '2 passed, 1 failed' });
    expect(stdout).toContain('Failed: a.test.ts: Cannot find module');
  });

  it('fails when nothing ran, when vitest failed otherwise, and without a report', () => {
    expect(run([])).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
    expect(run([passing], { status: 1 })).toMatchObject({ status: 1, last: '2 passed, 1 failed' });
    expect(run(null, { status: 1 })).toMatchObject({ status: 1, last: '0 passed, 1 failed' });
  });

  it('fails when the build does', () => {
    write('bin/prepare.mjs', 'export const prepare = () => process.exit(1);');
    expect(run([passing])).toMatchObject({ status: 1, last: '2 passed, 1 failed' });
  });

  describe('with suites that this machine cannot run', () => {
    const mongo = 'test/contract/documents.test.ts';
    const browser = 'test/e2e/inbox.test.ts';
    // Written out in an import, it would make this very file a browser test.
    const driver = 'playwright-core';

    beforeEach(() => {
      write(mongo, `import { stores } from '../harness/stores.js';`);
      write('test/harness/stores.ts', `import { startMongo } from './mongo-server/start.js';`);
      write(browser, `import { chromium } from '${driver}';`);
      write('test/contract/content.test.ts', `import { it } from 'vitest';`);
    });

    it('leaves them out, names them and counts them', () => {
      const { status, stdout, last } = run([passing]);
      expect({ status, last }).toEqual({ status: 0, last: '2 passed, 0 failed, 2 skipped' });
      expect(stdout).toContain(`Left out: ${mongo} needs MongoDB (MONGODB_URL) or Java and Maven`);
      expect(stdout).toContain(`Left out: ${browser} needs Chromium (CHROMIUM_PATH)`);
      expect(stdout).toContain(`--exclude ${mongo} --exclude ${browser}`);
    });

    it('leaves it to those suites that ask for themselves', () => {
      const asks = `import { describeWhere } from '../harness/availability.js';`;
      write(mongo, `${asks}\nimport { stores } from '../harness/stores.js';`);
      write('test/harness/availability.ts', '');
      expect(run([passing]).last).toBe('2 passed, 0 failed, 1 skipped');
    });

    it('fails with MEDIMAIL_TEST_ALL=1, and leaves nothing out', () => {
      const { status, stdout, last } = run([passing], { all: true });
      expect({ status, last }).toEqual({ status: 1, last: '2 passed, 2 failed' });
      expect(stdout).not.toContain('--exclude');
    });
  });
});
