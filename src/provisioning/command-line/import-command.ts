import { createWriteStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Injectable } from '@nestjs/common';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type CommandOutcome, type LineWriter } from '../../platform/management/command-line.js';
import { ImportAccounts } from '../import/import-accounts.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';

const DRY_RUN = '--dry-run';

/** `accounts import FILE.csv [REPORT] [--dry-run]`: the report goes out as the lines are done (X4). */
@Injectable()
export class ImportCommand {
  constructor(private readonly accounts: ImportAccounts) {}

  /**
   * How many lines came to what end; the exit code is 1 where one was refused. However it ends, the file is closed.
   *
   * @throws what opening the file, making the report or writing a line fails with
   */
  async run(
    context: CommandContext,
    [file = '', ...rest]: readonly string[],
    write: LineWriter,
  ): Promise<CommandOutcome> {
    const dryRun = rest.includes(DRY_RUN);
    const report = rest.find((arg) => arg !== DRY_RUN);
    const counts = new Map<string, number>();
    const source = (await open(file)).createReadStream();
    try {
      const lines = counted(this.accounts.run(source, context, { dryRun }), counts);
      if (report === undefined) for await (const line of lines) await write(line);
      else await writeNew(report, lines);
    } finally {
      source.destroy();
    }
    const total = [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ');
    return { exitCode: counts.has('failed') ? 1 : 0, lines: [total === '' ? 'no lines' : total] };
  }
}

/** Names and addresses: for nobody but who asked, and never in the place of another report. */
async function writeNew(report: string, lines: AsyncIterable<string>): Promise<void> {
  const target = createWriteStream(report, { flags: 'wx', mode: 0o600 });
  await pipeline(Readable.from(ended(lines)), target);
}

async function* ended(lines: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const line of lines) yield `${line}\n`;
}

async function* counted(
  lines: AsyncIterable<ImportLineView>,
  counts: Map<string, number>,
): AsyncGenerator<string> {
  for await (const line of lines) {
    counts.set(line.outcome, (counts.get(line.outcome) ?? 0) + 1);
    yield JSON.stringify(line);
  }
}
