import { type Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { ImportLines } from './import-lines.js';
import { ImportPlan } from './import-plan.js';
import { type ImportRecord, importRecords, UnreadableImport } from './import-records.js';

/** Lines of one file; more is for several. */
export const MAX_LINES = 100_000;
/** Lines in hand at once. */
const CONCURRENCY = 32;

/** Imports a file of accounts, line by line, in the order of the file (X4). */
@Injectable()
export class ImportAccounts {
  constructor(private readonly lines: ImportLines) {}

  /**
   * The report, a line for each of the file, as they are done. Who stops reading stops the import after the lines in
   * hand. A line with grants waits for those before it, which may make the people it names.
   *
   * @throws what the stores fail with: what was reported before is done, and the same file again goes on
   */
  async *run(
    file: Readable,
    context: CommandContext,
    options: { readonly dryRun: boolean; readonly maxLines?: number },
  ): AsyncGenerator<ImportLineView> {
    const { dryRun, maxLines = MAX_LINES } = options;
    const run = { context, plan: new ImportPlan(), dryRun };
    const inHand: Promise<ImportLineView>[] = [];
    const next = (): Promise<ImportLineView> =>
      inHand.shift() ?? Promise.reject(new Error('no line is in hand'));
    let count = 0;
    let end: ImportLineView | undefined;
    try {
      for await (const record of importRecords(file)) {
        if (++count > maxLines) throw new UnreadableImport(`Un fichier compte ${maxLines} lignes au plus.`);
        const most = record.grants.length > 0 ? 0 : CONCURRENCY - 1;
        while (inHand.length > most) yield await next();
        inHand.push(this.begin(run, record));
      }
    } catch (error) {
      if (!(error instanceof UnreadableImport)) throw error;
      end = unreadable(error, count);
    }
    while (inHand.length > 0) yield await next();
    if (end !== undefined) yield end;
  }

  /** A line that fails while another is waited for is no unhandled rejection: it is thrown at its turn. */
  private begin(run: Parameters<ImportLines['run']>[0], record: ImportRecord): Promise<ImportLineView> {
    const line = this.lines.run(run, record);
    line.catch(() => undefined);
    return line;
  }
}

function unreadable({ detail, line }: UnreadableImport, read: number): ImportLineView {
  return {
    line: line ?? read + 1,
    address: '',
    id: null,
    outcome: 'failed',
    text: 'refusé',
    differs: [],
    errors: [{ field: 'file', code: 'unreadable', detail }],
  };
}
