import { type Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { type CorrespondenceKind } from '../../contracts/events/mailbox.events.js';
import { accountFields, type AccountForm } from '../accounts/account-form.js';

/** Columns that a file may have beside the fields of an account: addresses, separated by spaces. */
const LIST_COLUMNS = ['grants', 'mssante', 'apicrypt'] as const;
const COLUMNS: readonly string[] = [...accountFields, ...LIST_COLUMNS];
const REQUIRED = ['address', 'type'];

/** Of one line, in bytes: what is longer is no line of ours. */
const MAX_LINE_BYTES = 64 * 1024;

export interface ImportRecord {
  /** Of the file; the first is the names of the columns. */
  readonly line: number;
  readonly form: AccountForm;
  /** Why the line cannot be read, in French: a cell too many or too few would shift every other. */
  readonly misfit?: string;
  /** Of the people who may use the account. */
  readonly grants: readonly string[];
  /** As many addresses as the cell has, whether they may be or not. */
  readonly correspondences: readonly {
    readonly kind: CorrespondenceKind;
    readonly addresses: readonly string[];
  }[];
}

/** The file is none that could be imported: names of columns are missing or unknown, or it is no CSV. */
export class UnreadableImport extends Error {
  constructor(
    /** In French. */
    readonly detail: string,
    readonly line: number | null = null,
  ) {
    super('unreadable import');
    this.name = 'UnreadableImport';
  }
}

interface ParsedLine {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The lines of a CSV file (RFC 4180, comma or semicolon, UTF-8), one by one: nothing of it is held.
 *
 * @throws UnreadableImport
 */
export async function* importRecords(file: Readable): AsyncGenerator<ImportRecord> {
  const options = {
    bom: true,
    delimiter: [',', ';'],
    info: true,
    max_record_size: MAX_LINE_BYTES,
    relax_column_count: true,
    skip_empty_lines: true,
  };
  const parser = parse(options);
  file.once('error', (error) => parser.destroy(error));
  let columns: readonly string[] | undefined;
  try {
    for await (const { record, info } of file.pipe(parser) as AsyncIterable<ParsedLine>) {
      if (columns === undefined) columns = columnsOf(record);
      else yield recordOf(columns, record, info.lines);
    }
  } catch (error) {
    if (error instanceof CsvError) {
      const line = 'lines' in error && typeof error.lines === 'number' ? error.lines : null;
      throw new UnreadableImport(
        'Le fichier n’est pas du CSV valide à cette ligne : celles qui manquent à ce rapport n’ont pas été lues.',
        line,
      );
    }
    throw error;
  }
  if (columns === undefined) throw new UnreadableImport('Le fichier est vide.');
}

function columnsOf(names: readonly string[]): readonly string[] {
  const columns = names.map((name) =>
    COLUMNS.find((known) => known.toLowerCase() === name.trim().toLowerCase()),
  );
  const isKnown = columns.every((column): column is string => column !== undefined);
  const isWhole = isKnown && REQUIRED.every((name) => columns.includes(name));
  if (isWhole && new Set(columns).size === columns.length) return columns;
  throw new UnreadableImport(
    `La première ligne nomme les colonnes, chacune une fois : ${REQUIRED.join(', ')}, et parmi ${COLUMNS.join(', ')}.`,
    1,
  );
}

function recordOf(columns: readonly string[], record: readonly string[], line: number): ImportRecord {
  const fits = record.length === columns.length;
  const cell = (name: string): string => (fits ? (record[columns.indexOf(name)] ?? '') : '');
  const list = (name: string): string[] => cell(name).split(/\s+/).filter(Boolean);
  const misfit = `Cette ligne a ${record.length} colonnes, la première ${columns.length}.`;
  return {
    line,
    ...(!fits && { misfit }),
    form: Object.fromEntries(accountFields.map((field) => [field, cell(field)])) as AccountForm,
    grants: list('grants'),
    correspondences: (['mssante', 'apicrypt'] as const).map((kind) => ({ kind, addresses: list(kind) })),
  };
}
