import { beforeAll, expect, it } from 'vitest';
import { AddressBook } from '../../../src/accounts/index.js';
import { type ImportLineView } from '../../../src/contracts/http/accounts.http.js';
import { mailboxIdOf } from '../../harness/acting.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const COLUMNS = 'address;type;lastName;firstName;label;idType;idNumber;grants;mssante;apicrypt';
const JULIE = 'julie.martin@medimail.test';

describeProduct('what an import promises', (product) => {
  let admin: MailClient;
  beforeAll(async () => {
    admin = await product().person('admin');
  }, 60_000);

  async function reportOf(lines: readonly string[], query = ''): Promise<ImportLineView[]> {
    const answer = await admin.ask(`/api/v1/admin/imports${query}`, {
      body: [COLUMNS, ...lines].join('\n'),
      headers: { 'Content-Type': 'text/csv' },
    });
    const report = expectStatus(answer, 200).text.split('\n').filter(Boolean);
    return report.map((line) => JSON.parse(line) as ImportLineView);
  }
  /** The dry run says what the real run then does. */
  async function imported(...lines: readonly string[]): Promise<ImportLineView[]> {
    const dry = await reportOf(lines, '?dryRun=true');
    const real = await reportOf(lines);
    expect(real).toEqual(dry);
    return real;
  }
  const found = (address: string) => product().app.get(AddressBook, { strict: false }).find(address);
  const errorsOf = ({ errors }: ImportLineView) => errors.map(({ field, code }) => `${field} ${code}`);

  it.each([
    [`MED;A;B;;;;${JULIE};;`, ['grants personal-mailbox']],
    ['ORG;;;X;;;faux;;', ['grants malformed']],
    [
      'ORG;;;X;;;personne@medimail.test;claire.pradel@medimail.test;',
      ['grants not-a-person', 'mssante address-taken'],
    ],
    ['PER;A;B;;;;;faux;faux', ['mssante malformed', 'apicrypt malformed']],
    [`PER;A;B;;;;;x@mss.test y@mss.test;`, ['mssante several']],
    [`PER;A;B;;;;;;${JULIE}`, ['apicrypt address-taken']],
    ['PER;A;B;;;;;', ['file columns']],
    ['PER;A;B;;;;;;;', ['file columns']],
  ])('refuses %s by its columns, and leaves nothing behind (X4)', async (line, errors) => {
    const [report] = await imported(`refus@medimail.test;${line}`);
    expect(report).toMatchObject({ outcome: 'failed', text: 'refusé' });
    expect(report && errorsOf(report)).toEqual(errors);
    expect(await found('refus@medimail.test')).toBeUndefined();
  });

  it('grants whom a line names twice, under whatever spelling, once (X4)', async () => {
    const line = `pharmacie@medimail.test;ORG;;;Pharmacie;;;${JULIE} Julie.Martin@MEDIMAIL.test;;`;
    expect(await imported(line)).toMatchObject([{ outcome: 'created', errors: [] }]);
    expect((await found('pharmacie@medimail.test'))?.state.grants.size).toBe(1);
  });

  it('grants in a dry run too whom an earlier line makes, by either address (X4)', async () => {
    const report = await imported(
      'eve@medimail.test;PER;Ève;E;;;;;eve@mss.test;',
      'bloc.a@medimail.test;ORG;;;Bloc A;;;eve@medimail.test;;',
      'bloc.b@medimail.test;ORG;;;Bloc B;;;eve@mss.test;eve@mss.test;',
      'bloc.b@medimail.test;ORG;;;Bloc B;;;eve@mss.test;;',
    );
    expect(report.map(({ outcome }) => outcome)).toEqual(['created', 'created', 'failed', 'created']);
    expect(report.flatMap(errorsOf)).toEqual(['mssante twice']);
  });

  it('grants in a dry run too by an address that an earlier line gives an account that is there (X4)', async () => {
    const nora = 'nora@medimail.test;PER;Nora;N;;;;;';
    expect(await imported(`${nora};`)).toMatchObject([{ outcome: 'created' }]);
    const report = await imported(
      `${nora}nora@mss.test;`,
      'bloc.n@medimail.test;ORG;;;Bloc N;;;nora@mss.test;;',
    );
    expect(report.map(({ outcome }) => outcome)).toEqual(['completed', 'created']);
  });

  it('leaves to later lines what one that differs has not added (X4)', async () => {
    const scan = 'scanner@medimail.test;ORG;;;Scanner;;;;';
    expect(await imported(`${scan}scanner@mss.test;`)).toMatchObject([{ outcome: 'created' }]);
    const report = await imported(
      `${scan}autre@mss.test;`,
      'irm@medimail.test;ORG;;;IRM;;;;autre@mss.test;',
      `${scan}scanner@mss.test;`,
    );
    expect(report.map(({ outcome }) => outcome)).toEqual(['differs', 'created', 'failed']);
    expect(report.flatMap(errorsOf)).toEqual(['address twice']);
  });

  it('brings no correspondence back that an administrator has taken away, and tells which account it is (S8, X4)', async () => {
    const line = 'echo@medimail.test;PER;Écho;E;;;;;echo@mss.test;';
    const [created] = await imported(line);
    const path = `/api/v1/admin/accounts/${created?.id ?? ''}`;
    expectStatus(await admin.ask(`${path}/correspondences/mssante`, { method: 'DELETE' }), 200);
    const differing = { outcome: 'differs', differs: ['mssante'], id: created?.id };
    expect(await imported(line)).toMatchObject([differing]);
    const set = { correspondences: [{ kind: 'mssante', address: 'echo@mss.test' }] };
    expectStatus(await admin.ask(`${path}/correspondences`, { method: 'PUT', json: set }), 200);
    expect(await imported(line)).toMatchObject([{ outcome: 'already', id: created?.id }]);
    expectStatus(await admin.ask(`${path}/association-codes`, { method: 'POST' }), 201);
  });

  it('leaves the number and address of a refused line to a corrected one (X4)', async () => {
    const taken = 'MED;A;B;;RPPS;89900000871;;;';
    await imported(`un@medimail.test;${taken}`);
    const report = await imported(
      `deux@medimail.test;${taken}`,
      `deux@medimail.test;${taken.replace('871', '872')}`,
    );
    expect(report.map(({ outcome }) => outcome)).toEqual(['failed', 'created']);
    expect(report.flatMap(errorsOf)).toEqual(['idNumber identity-taken']);
  });

  it('adds a correspondence that is missing, and never one in the place of another (S8, ADR 0034)', async () => {
    const line = 'radio@medimail.test;ORG;;;Radio;;;;radio@mss.test;';
    expect(await reportOf([line.replace('radio@mss.test', '')])).toMatchObject([{ outcome: 'created' }]);
    expect(await reportOf([line])).toMatchObject([{ outcome: 'completed', text: 'complété' }]);
    const mailbox = (await found('radio@medimail.test'))?.mailbox ?? '';
    const kept = {
      kind: 'mssante',
      address: 'radio.2@mss.test',
      state: 'suspended',
      since: '2026-01-02',
      details: 'BAL',
    };
    const path = `/api/v1/admin/accounts/${mailbox}/correspondences`;
    expectStatus(await admin.ask(path, { method: 'PUT', json: { correspondences: [kept] } }), 200);
    // Nor is anything else of the line added: its text says so.
    const [report] = await imported(`${line.replace(';;;;', `;;;${JULIE};`)}radio@apicrypt.test`);
    expect(report).toMatchObject({ outcome: 'differs', differs: ['mssante'] });
    expect(report?.text).toContain('rien n’a été changé');
    const state = (await found('radio@medimail.test'))?.state;
    expect([...(state?.correspondences ?? [])]).toEqual([['mssante', 'radio.2@mss.test']]);
    expect(state?.correspondenceTerms.get('mssante')).toMatchObject({ state: 'suspended', details: 'BAL' });
    expect(state?.grants.size).toBe(0);
  });

  it('keeps the number of an establishment in the first profile, and says where another comes (S3, X4)', async () => {
    const line = `labo@medimail.test;ORG;;;Labo;SIRET;183 100 213 00028;${JULIE};;`;
    expect(await imported(line)).toMatchObject([{ outcome: 'created' }]);
    const mailbox = (await found('labo@medimail.test'))?.mailbox ?? '';
    const julie = await product().person('julie.martin');
    const shown = async () => (await julie.call('/settings/profile', {}, mailbox)).json as unknown;
    const activity = { idType: 'SIRET', idNumber: '18310021300028' };
    await expect.poll(shown, { timeout: 10_000 }).toMatchObject({ lastName: 'Labo', activity });
    expect(await imported(line)).toMatchObject([{ outcome: 'already' }]);
    const other = line.replace('183 100 213 00028', '35600000000048');
    expect(await imported(other)).toMatchObject([{ outcome: 'differs', differs: ['idNumber'] }]);
    const [refused] = await imported('lea.s@medimail.test;PER;S;Léa;;SIRET;18310021300028;;;');
    expect(refused && errorsOf(refused)).toEqual(['idType type']);
  });

  it('grants nobody access to an account that is there otherwise: nothing was changed (X4)', async () => {
    const before = (await found('secretariat.cardio@medimail.test'))?.state.grants;
    const [report] = await imported(
      'secretariat.cardio@medimail.test;ORG;;;Autre nom;;;claire.pradel@medimail.test;;cardio@apicrypt.test',
    );
    expect(report).toMatchObject({ outcome: 'differs', differs: ['label'] });
    const after = await found('secretariat.cardio@medimail.test');
    expect(after?.mailbox).toBe(mailboxIdOf('secretariat.cardio'));
    expect(after?.state.grants).toEqual(before);
    expect(after?.state.correspondences.has('apicrypt')).toBe(false);
  });
});
