import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actingAs } from '../../../test/harness/acting.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { ImportAccounts } from '../import/import-accounts.js';
import { type ImportLines } from '../import/import-lines.js';
import { ImportCommand } from './import-command.js';

const context = actingAs();

/** Says of each line that it was made, and keeps the file that it was given. */
class ObservedImport extends ImportAccounts {
  file: Readable | undefined;

  constructor() {
    const run = (_run: unknown, { line, form }: { line: number; form: { address: string } }) =>
      Promise.resolve({
        line,
        address: form.address,
        id: null,
        outcome: 'created',
        text: '',
        differs: [],
        errors: [],
      });
    super({ run } as unknown as ImportLines);
  }

  override run(...asked: Parameters<ImportAccounts['run']>): AsyncGenerator<ImportLineView> {
    [this.file] = asked;
    const [file, whole, options] = asked;
    return super.run(file, whole, { ...options, maxLines: 50 });
  }
}

describe('the file of an import (X4)', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-import-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  /** Longer than what is read ahead of the lines in hand. */
  async function fileOf(header = 'address,type'): Promise<string> {
    const file = join(folder, 'accounts.csv');
    await writeFile(file, `${header}\n${`a@medimail.test,${'x'.repeat(1_000)}\n`.repeat(1_000)}`);
    return file;
  }

  async function closedAfter(args: readonly string[], write = () => Promise.resolve()): Promise<boolean> {
    const accounts = new ObservedImport();
    await new ImportCommand(accounts).run(context, args, write).catch(() => undefined);
    return accounts.file?.destroyed ?? false;
  }

  it('is closed where its columns are unknown, and where it has too many lines', async () => {
    expect(await closedAfter([await fileOf('nom,prenom')])).toBe(true);
    expect(await closedAfter([await fileOf()])).toBe(true);
  });

  it('is closed where the report exists already', async () => {
    const report = join(folder, 'report');
    await writeFile(report, '');
    expect(await closedAfter([await fileOf(), report])).toBe(true);
  });

  it('is closed where the caller has gone', async () => {
    expect(await closedAfter([await fileOf()], () => Promise.reject(new Error('gone')))).toBe(true);
  });

  it('is told of where it is not there, before anything else is', async () => {
    const run = new ImportCommand(new ObservedImport()).run(context, [join(folder, 'none')], () =>
      Promise.resolve(),
    );
    await expect(run).rejects.toMatchObject({ code: 'ENOENT', syscall: 'open' });
  });
});
