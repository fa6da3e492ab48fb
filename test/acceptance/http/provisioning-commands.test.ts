import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CommandLine } from '../../../src/platform/management/command-line.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('provisioning at the command line', (product) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-provisioning-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const run = async (command: string, ...args: readonly string[]) =>
    product().app.get(CommandLine, { strict: false }).run(command, args);
  const at = (name: string) => `${name}@medimail.test`;

  it('imports a file, after a dry run, and writes a report by line (X4)', async () => {
    const csv = join(folder, 'accounts.csv');
    await writeFile(csv, `address,type,lastName,firstName\n${at('lea')},PER,A,Léa\nfaux,PER,B,B\n`);
    const report = (name: string) => join(folder, name);
    const dry = await run('accounts import', csv, report('dry'), '--dry-run');
    expect(dry).toEqual({ exitCode: 0, lines: ['1 created, 1 failed'] });
    expect(await run('accounts import', csv, report('one'))).toEqual(dry);
    const again = await run('accounts import', csv, report('two'));
    expect(again?.lines).toEqual(['1 already, 1 failed']);
    expect((await readFile(report('two'), 'utf8')).split('\n')[0]).toContain('déjà là');
    // A report is not written over, a file that is not there is told.
    expect(await run('accounts import', csv, report('two'))).toMatchObject({ exitCode: 1 });
    expect(await run('accounts import', join(folder, 'none'), report('x'))).toMatchObject({ exitCode: 1 });
  });

  it('creates, grants, revokes, and says what was refused (X4)', async () => {
    expect(await run('accounts create', at('bloc'), 'ORG', '', '', 'Bloc')).toMatchObject({ exitCode: 0 });
    const twice = await run('accounts create', at('bloc'), 'ORG', '', '', 'Bloc');
    expect(twice).toMatchObject({ exitCode: 1 });
    expect(await run('accounts grant', at('bloc'), at('claire.pradel'))).toMatchObject({ exitCode: 0 });
    const claire = await product().person('claire.pradel');
    const shown = async () => (await claire.ask('/api/v1/me')).text.includes(at('bloc'));
    await expect.poll(shown, { timeout: 10_000 }).toBe(true);
    expect(await run('accounts revoke', at('bloc'), at('claire.pradel'))).toMatchObject({ exitCode: 0 });
    expect(await shown()).toBe(false);
    expect(await run('accounts revoke', at('bloc'), at('claire.pradel'))).toMatchObject({ exitCode: 1 });
    const fax = await run('accounts correspondence', at('bloc'), 'fax', 'x@y.fr');
    expect(fax).toMatchObject({ exitCode: 1 });
    const mssante = await run('accounts correspondence', at('bloc'), 'mssante', 'bloc@demo.mssante.test');
    expect(mssante).toMatchObject({ exitCode: 0 });
  });

  it('publishes terms from a file (X4)', async () => {
    const file = join(folder, 'terms.html');
    await writeFile(file, '<p>Texte</p>');
    expect(await run('terms publish', '2027-02', 'CGU', file)).toEqual({ exitCode: 0, lines: ['2027-02'] });
  });
});
