import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AddressBook } from '../../../src/accounts/index.js';
import { CommandLine } from '../../../src/platform/management/command-line.js';
import { describeProduct } from '../../harness/product.js';

describeProduct('provisioning at the command line', (product) => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'medimail-provisioning-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const commands = () => product().app.get(CommandLine, { strict: false });
  const run = async (command: string, ...args: readonly string[]) => commands().run(command, args);
  const at = (name: string) => `${name}@medimail.test`;

  it('imports a file, after a dry run, and writes a report by line (X4)', async () => {
    const csv = join(folder, 'accounts.csv');
    await writeFile(csv, `address,type,lastName,firstName\n${at('lea')},PER,A,Léa\nfaux,PER,B,B\n`);
    const report = (name: string) => join(folder, name);
    const dry = await run('accounts import', csv, report('dry'), '--dry-run');
    expect(dry).toEqual({ exitCode: 1, lines: ['1 created, 1 failed'] });
    expect(await run('accounts import', csv, report('one'))).toEqual(dry);
    const again = await run('accounts import', csv, report('two'));
    expect(again?.lines).toEqual(['1 already, 1 failed']);
    await writeFile(csv, `address,type,lastName,firstName\n${at('lea')},PER,A,Léa\n`);
    expect(await run('accounts import', csv)).toEqual({ exitCode: 0, lines: ['1 already'] });
    expect((await readFile(report('two'), 'utf8')).split('\n')[0]).toContain('déjà là');
    // A report is not written over, a file that is not there is told.
    expect(await run('accounts import', csv, report('two'))).toMatchObject({ exitCode: 1 });
    expect(await run('accounts import', join(folder, 'none'), report('x'))).toMatchObject({ exitCode: 1 });
  });

  it('hands the report out line by line where no file is named, whoever reads it (X4)', async () => {
    const csv = join(folder, 'handed-out.csv');
    await writeFile(csv, `address,type,lastName,firstName\n=1+1,PER,A,B\n${at('handed.out')},PER,A,B\n`);
    const told: string[] = [];
    const write = (line: string) => Promise.resolve(void told.push(line));
    for (const outcome of ['created', 'created', 'already']) {
      const dry = told.length === 0 ? ['--dry-run'] : [];
      const { exitCode, lines } = (await commands().run('accounts import', [csv, ...dry], write)) ?? {};
      expect([exitCode, lines]).toEqual([1, [`1 failed, 1 ${outcome}`]]);
    }
    expect(told.map((line) => (JSON.parse(line) as { line: number }).line)).toEqual([2, 3, 2, 3, 2, 3]);
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

  it('creates with a national id and an address for notifications, as the API does (X4)', async () => {
    const made = await run(
      'accounts create',
      at('zoe'),
      'MED',
      'Z',
      'Zoé',
      '',
      'RPPS',
      '89900000900',
      'zoe@c.fr',
    );
    expect(made).toMatchObject({ exitCode: 0 });
    const twice = await run('accounts create', at('zoe.2'), 'MED', 'Z', 'Zoé', '', 'RPPS', '89900000900');
    expect(twice).toEqual({ exitCode: 1, lines: [expect.stringContaining('identifiant national')] });
    const wrong = await run('accounts create', at('zoe.3'), 'MED', '', 'Zoé', '', 'RPPS', '1');
    expect(wrong?.lines.map((line) => line.split(':')[0]).sort()).toEqual(['idNumber', 'lastName']);
  });

  it('sets a correspondence with its state and details, which its account sees (S8, S9, X4)', async () => {
    const own = at('claire.pradel');
    const said = [
      'apicrypt',
      'claire@demo.apicrypt.test',
      'suspended',
      '2026-10-01',
      'Suspendue par Apicrypt',
    ];
    expect(await run('accounts correspondence', own, ...said)).toMatchObject({ exitCode: 0 });
    const claire = await product().person('claire.pradel');
    const shown = async () => (await claire.call('/settings/correspondences')).json as unknown[];
    const [kind, address, state, since, details] = said;
    await expect.poll(shown, { timeout: 10_000 }).toContainEqual({ kind, address, state, since, details });
    const emptied = ['apicrypt', address ?? '', '', '', 'Rétablie'];
    expect(await run('accounts correspondence', own, ...emptied)).toMatchObject({ exitCode: 0 });
    await expect
      .poll(shown, { timeout: 10_000 })
      .toContainEqual(expect.objectContaining({ kind, address, state: 'active', details: 'Rétablie' }));
    const wrong = ['fax', 'a'.repeat(300), 'gone', 'yesterday'];
    const refused = await run('accounts correspondence', own, ...wrong);
    expect(refused).toMatchObject({ exitCode: 1 });
    expect(refused?.lines).toHaveLength(4);
  });

  it('takes a correspondence away (S8, S9, X4)', async () => {
    const own = at('rose.rouge');
    const set = ['accounts correspondence', own, 'mssante', 'rose@demo.mssante.test'] as const;
    expect(await run(...set)).toMatchObject({ exitCode: 0 });
    expect(await run('accounts remove-correspondence', own, 'mssante')).toMatchObject({ exitCode: 0 });
    expect(await run('accounts remove-correspondence', own, 'mssante')).toEqual({
      exitCode: 1,
      lines: ['Ce compte n’a pas de correspondance de ce type.'],
    });
    const rose = await product().person('rose.rouge');
    await expect
      .poll(async () => (await rose.call('/settings/correspondences')).json, { timeout: 10_000 })
      .toEqual([]);
  });

  it('hands out a code for the first login, which the account’s person alone can use (A2, X4)', async () => {
    expect(await run('accounts create', at('neuf'), 'PER', 'Neuf', 'Noé')).toMatchObject({ exitCode: 0 });
    const { exitCode, lines } = (await run('accounts association-code', at('neuf'))) ?? {};
    expect([exitCode, lines]).toEqual([0, [expect.stringMatching(/^\S{12,} 20\d\d-\d\d-\d\dT\S+Z$/)]]);
    const shared = await run('accounts association-code', at('secretariat.cardio'));
    expect(shared).toMatchObject({
      exitCode: 1,
      lines: [expect.stringContaining('pas celui d’une personne')],
    });
    expect(await run('accounts association-code', at('personne'))).toMatchObject({ exitCode: 1 });
  });

  it('shortens the retention of an account, and never lengthens it (R2, X4)', async () => {
    const state = async () => {
      const found = await product().app.get(AddressBook, { strict: false }).find(at('rose.rouge'));
      return found?.state.retentionDays;
    };
    expect(await run('accounts retention', at('rose.rouge'), '30')).toMatchObject({ exitCode: 0 });
    expect(await state()).toBe(30);
    for (const wrong of ['90', '0', 'dix', '1.5'])
      expect(await run('accounts retention', at('rose.rouge'), wrong), wrong).toMatchObject({ exitCode: 1 });
    expect(await state()).toBe(30);
    expect(await run('accounts retention', at('rose.rouge'), '')).toMatchObject({ exitCode: 0 });
    expect(await state()).toBeNull();
  });

  it('sets the manager from a file, which the account’s settings then show, once (S11, X4)', async () => {
    const file = join(folder, 'manager.json');
    const manager = { name: 'GCS', administrators: [{ name: 'Ana', email: 'ana@gcs.test', phone: '01' }] };
    await writeFile(file, JSON.stringify(manager));
    expect(await run('manager set', at('claire.pradel'), file)).toMatchObject({ exitCode: 0 });
    const claire = await product().person('claire.pradel');
    const shown = async () => (await claire.call('/settings/manager')).json as unknown;
    await expect.poll(shown, { timeout: 10_000 }).toEqual(manager);
    expect(await run('manager set', at('claire.pradel'), file)).toMatchObject({ exitCode: 0 });
    expect(await run('manager set', at('personne'), file)).toMatchObject({ exitCode: 1 });
    expect(await run('manager set', at('claire.pradel'), join(folder, 'none'))).toMatchObject({
      exitCode: 1,
    });
    await writeFile(file, JSON.stringify({ ...manager, name: '', administrators: [{ name: 'Ana' }] }));
    const wrong = await run('manager set', at('claire.pradel'), file);
    expect(wrong?.lines.map((line) => line.split(':')[0])).toEqual([
      'name',
      'administrators.0.email',
      'administrators.0.phone',
    ]);
    await writeFile(file, '{');
    const broken = await run('manager set', at('claire.pradel'), file);
    expect(broken).toEqual({ exitCode: 1, lines: [expect.stringContaining('JSON')] });
    expect(await shown()).toEqual(manager);
  });

  it('publishes terms from a file (X4)', async () => {
    const file = join(folder, 'terms.html');
    await writeFile(file, '<p>Texte</p>');
    expect(await run('terms publish', '2027-02', 'CGU', file)).toEqual({ exitCode: 0, lines: ['2027-02'] });
    await writeFile(file, '');
    const wrong = await run('terms publish', 'avec espace', '', file);
    expect(wrong?.lines.map((line) => line.split(':')[0])).toEqual(['version', 'title', 'html']);
  });
});
