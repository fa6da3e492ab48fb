import { Readable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { actingAs } from '../../../test/harness/acting.js';
import { liveHeapBytes } from '../../../test/harness/live-heap.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { checkAccountForm, type PlannedAccount } from '../accounts/account-form.js';
import { ImportAccounts, MAX_LINES } from './import-accounts.js';
import { type ImportLines, type ImportRun } from './import-lines.js';
import { claimsOf, type ImportPlan } from './import-plan.js';
import { type ImportRecord } from './import-records.js';

const MEGABYTE = 1024 * 1024;
const context = actingAs();

/** Accounts that the stores would have made: what is measured is what an import holds by itself. */
class CountingLines {
  inHand = 0;
  most = 0;

  async run({ plan }: ImportRun, { line, form }: ImportRecord): Promise<ImportLineView> {
    this.most = Math.max(this.most, ++this.inHand);
    const { account } = checkAccountForm(form, null);
    const claimed = account === null ? turn() : this.claimed(plan, account);
    const outcome = await claimed.then(
      () => 'created' as const,
      () => 'failed' as const,
    );
    this.inHand -= 1;
    return { line, address: form.address, id: null, outcome, text: '', differs: [], errors: [] };
  }

  private async claimed(plan: ImportPlan, account: PlannedAccount): Promise<void> {
    await plan.claim(claimsOf(account, []), () => turn());
    plan.addPerson([account.address]);
  }
}

const HEADER = 'address,type,lastName,firstName,idType,idNumber,grants\n';
const lineOf = (n: number, grants = '') =>
  `a.${n}@medimail.test,MED,${'Nom'.repeat(20)},Prénom,RPPS,${80_000_000_000 + n},${grants}\n`;

/** Made as it is read. */
function fileOf(lines: number): Readable {
  function* chunks(): Generator<string> {
    yield HEADER;
    for (let n = 0; n < lines; n++) yield lineOf(n);
  }
  return Readable.from(chunks());
}

function importing(lines: CountingLines, file: Readable, options = {}): AsyncGenerator<ImportLineView> {
  return new ImportAccounts(lines as unknown as ImportLines).run(file, context, { dryRun: true, ...options });
}

describe('an import of many lines (X4)', () => {
  it('holds of each no more than what tells that it comes twice', async () => {
    const lines = 10_000;
    const before = liveHeapBytes();
    let [reported, most] = [0, 0];
    for await (const { outcome } of importing(new CountingLines(), fileOf(lines))) {
      if (outcome !== 'created') throw new Error(`line ${reported} ${outcome}`);
      if (++reported % 2_500 === 0) most = Math.max(most, liveHeapBytes() - before);
    }
    expect(reported).toBe(lines);
    // Three hashes of 22 characters, and no part of a line: 100,000 lines are 40 MB at most.

    expect(most / reported).toBeLessThan(400);
    expect(liveHeapBytes() - before).toBeLessThan(MEGABYTE);
  }, 60_000);

  it('reads the file no faster than its report is read', async () => {
    let read = 0;
    function* chunks(): Generator<string> {
      yield HEADER;
      for (; read < 50_000; read++) yield lineOf(read);
    }
    const report = importing(new CountingLines(), Readable.from(chunks()));
    for (let line = 0; line < 10; line++) await report.next();
    const ahead = read;
    for (let turns = 0; turns < 100; turns++) await turn();
    expect(read).toBe(ahead);
    expect(read).toBeLessThan(2_000);
    await report.return(undefined);
  });

  it('has a bounded number of lines in hand, and one alone where it grants access', async () => {
    const lines = new CountingLines();
    for await (const _line of importing(lines, fileOf(500))) continue;
    expect(lines.most).toBeGreaterThan(1);
    expect(lines.most).toBeLessThanOrEqual(32);
    const granting = new CountingLines();
    const file = [HEADER, ...Array.from({ length: 20 }, (_, n) => lineOf(n, 'x@medimail.test'))];
    for await (const _line of importing(granting, Readable.from(file))) continue;
    expect(granting.most).toBe(1);
  });

  it('ends at the line after the last that a file may have', async () => {
    const report = importing(new CountingLines(), fileOf(60), { maxLines: 50 });
    const outcomes: string[] = [];
    for await (const { outcome } of report) outcomes.push(outcome);
    expect(outcomes).toEqual([...Array<string>(50).fill('created'), 'failed']);
    expect(MAX_LINES).toBe(100_000);
  });
});
