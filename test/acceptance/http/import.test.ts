import { beforeAll, expect, it } from 'vitest';
import { type ImportLineView } from '../../../src/contracts/http/accounts.http.js';
import { expectStatus, type MailClient } from '../../harness/mail-client.js';
import { describeProduct } from '../../harness/product.js';

const COLUMNS = 'address;type;lastName;firstName;label;idType;idNumber;notifyAddress;grants;mssante';
const file = (...lines: readonly string[]) => `\ufeff${[COLUMNS, ...lines].join('\r\n')}\r\n`;

const LINES = [
  'ines.un@medimail.test;MED;Un;Inès;;RPPS;89900000801;ines@courriel.test;;ines@demo.mssante.test',
  'paul.deux@medimail.test;PER;Deux;"Paul; dit Polo";;;;;;',
  'pas une adresse;MED;X;Y;;;;;;',
  'accueil@medimail.test;ORG;;;Accueil;;;;ines.un@medimail.test julie.martin@medimail.test;',
  'court;MED',
  'ines.un@medimail.test;MED;Un;Inès;;;;;;',
];

describeProduct('an import of accounts', (product) => {
  let admin: MailClient;
  beforeAll(async () => {
    admin = await product().person('admin');
  }, 60_000);

  const importing = (body: string, query = '', type = 'text/csv; charset=utf-8') =>
    admin.ask(`/api/v1/admin/imports${query}`, { body, headers: { 'Content-Type': type } });

  async function reportOf(body: string, query = ''): Promise<ImportLineView[]> {
    const answer = expectStatus(await importing(body, query), 200);
    const lines = answer.text.split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as ImportLineView);
  }
  const outcomes = (report: readonly ImportLineView[]) => report.map(({ outcome }) => outcome);

  it('tries everything in a dry run, and writes nothing (X4)', async () => {
    for (let time = 0; time < 2; time++) {
      const report = await reportOf(file(...LINES), '?dryRun=true');
      expect(outcomes(report)).toEqual(['created', 'created', 'failed', 'created', 'failed', 'failed']);
      expect(report.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6, 7]);
    }
  });

  it('makes the accounts, and a line that fails stops no other (X4)', async () => {
    const report = await reportOf(file(...LINES));
    expect(outcomes(report)).toEqual(['created', 'created', 'failed', 'created', 'failed', 'failed']);
    expect(report[2]?.errors).toMatchObject([{ field: 'address', code: 'malformed' }]);
    expect(report[5]?.errors).toMatchObject([{ field: 'address', code: 'twice' }]);
    const antoine = await product().person('antoine.mennebeuf');
    await antoine.send({ to: ['ines@demo.mssante.test', 'accueil@medimail.test'] });
    const julie = await product().person('julie.martin');
    const { accounts } = (await julie.ask('/api/v1/me')).json as { accounts: { address: string }[] };
    expect(accounts.map(({ address }) => address)).toContain('accueil@medimail.test');
  });

  it('changes nothing when the same file comes again: « déjà là » (X4)', async () => {
    const report = await reportOf(file(...LINES.slice(0, 2), LINES[3] ?? ''));
    expect(report.map(({ text }) => text)).toEqual(['déjà là', 'déjà là', 'déjà là']);
  });

  it('says in what a changed line differs, changes nothing of it, and adds grants (X4)', async () => {
    const report = await reportOf(
      file(
        'ines.un@medimail.test;PER;Une;Inès;;RPPS;89900000802;;;',
        'accueil@medimail.test;ORG;;;Accueil;;;;claire.pradel@medimail.test;',
      ),
    );
    expect(report).toMatchObject([
      { outcome: 'differs', differs: ['type', 'label', 'lastName', 'idNumber'] },
      { outcome: 'completed', text: 'complété' },
    ]);
  });

  it('grants nobody who is not there, and leaves no half of such a line (X4)', async () => {
    const line = 'vide@medimail.test;ORG;;;Vide;;;;personne@medimail.test;';
    const [report] = await reportOf(file(line));
    expect(report).toMatchObject({ outcome: 'failed', errors: [{ field: 'grants', code: 'not-a-person' }] });
    const [again] = await reportOf(file(line.replace('personne@medimail.test', '')), '?dryRun=true');
    expect(again?.outcome).toBe('created');
  });

  it('has no correspondence to which the account’s notifications go, new or not (X4, A5)', async () => {
    const line = 'vu@medimail.test;ORG;;;Vu;;;vu@courriel.test;;';
    const refused = `${line}VU@courriel.test`;
    const expected = { outcome: 'failed', errors: [{ field: 'mssante', code: 'address-refused' }] };
    expect(await reportOf(file(refused), '?dryRun=true')).toMatchObject([expected]);
    expect(await reportOf(file(refused))).toMatchObject([expected]);
    // It left nothing behind: neither the account nor its addresses.
    expect(outcomes(await reportOf(file(line)))).toEqual(['created']);
    expect(await reportOf(file(refused))).toMatchObject([expected]);
    const other = line.replace('vu@medimail', 'autre@medimail').replace('vu@courriel', 'vu@medimail');
    expect(await reportOf(file(other))).toMatchObject([{ outcome: 'failed' }]);
  });

  it('reads no file whose columns are others, or that is no CSV (X4)', async () => {
    expect(await reportOf('nom;prenom\r\na;b\r\n')).toMatchObject([{ outcome: 'failed', line: 1 }]);
    expect(await reportOf('')).toMatchObject([{ outcome: 'failed' }]);
    const broken = await reportOf(file('zoe@medimail.test;PER;Zo;Zoé;;;;;;', 'a"b"c;"x'));
    expect(broken.at(-1)).toMatchObject({ line: 3, outcome: 'failed', errors: [{ code: 'unreadable' }] });
    expect((await importing('{}', '', 'application/json')).status).toBe(415);
    expect((await importing(file('\ufffd@medimail.test;PER;a;b;;;;;;'))).text).toContain('"failed"');
  });
});
