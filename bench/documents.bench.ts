import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import {
  type BulkOperation,
  type Document,
  type Documents,
  type Filter,
  type IndexSpec,
} from '../src/platform/documents/documents.js';
import { openEmbeddedDatabases } from '../src/platform/documents/embedded/embedded-databases.js';
import { type BenchRow } from './bench-row.js';

export const data = 'lines of a message list of some 500 bytes, four indexes';

interface Line extends Document {
  readonly position: string;
  readonly mailbox: string;
  readonly folder: string;
  readonly sentAt: string;
  readonly unread: boolean;
  readonly [member: string]: unknown;
}

const MAILBOXES = 10;
const WRITES = 50_000;
const BATCH = 500;
const PAGES = 500;

const indexes: readonly IndexSpec[] = [
  { name: 'date', key: { mailbox: 1, folder: 1, sentAt: -1, _id: 1 }, why: 'a folder, newest first' },
  { name: 'subject', key: { mailbox: 1, folder: 1, subjectKey: 1, _id: 1 }, why: 'a folder by subject' },
  { name: 'from', key: { mailbox: 1, folder: 1, fromKey: 1, _id: 1 }, why: 'a folder by sender' },
  { name: 'words', key: { mailbox: 1, words: 1 }, why: 'a search' },
];

const position = (n: number): string => String(n).padStart(20, '0');
const idOf = (n: number): string => `m${n % MAILBOXES}/copy-${n}`;

function line(n: number, at: number): Line {
  const subject = `compte rendu de consultation ${n % 97}`;
  return {
    _id: idOf(n),
    position: position(at),
    mailbox: `m${n % MAILBOXES}`,
    folder: 'inbox',
    subject,
    subjectKey: subject,
    fromKey: `docteur ${n % 31}`,
    from: { address: `docteur.${n % 31}@medimail.test`, name: `Docteur ${n % 31}` },
    to: [{ address: 'secretariat@medimail.test', name: 'Secrétariat' }],
    // Ties now and then: a page has to go on in the middle of them.
    sentAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(n / 30) * 1_000).toISOString(),
    size: 12_345,
    hasAttachments: n % 3 === 0,
    words: ['compte', 'rendu', 'consultation', `docteur${n % 31}`],
    unread: at === 0,
  };
}

async function fill(lines: Documents<Line>, from: number, to: number): Promise<void> {
  for (let at = from; at < to; at += BATCH) {
    const numbers = Array.from({ length: Math.min(BATCH, to - at) }, (_, i) => at + i);
    await lines.bulkWrite(numbers.map((n) => ({ insertOne: { document: line(n, 0) } })));
  }
}

/** Compare and set by `_id` and position, as projections write; documents each second. */
async function replacing(lines: Documents<Line>, count: number): Promise<number> {
  const started = performance.now();
  for (let done = 0; done < WRITES; done += BATCH) {
    const round = Math.floor(done / count);
    const operations = Array.from({ length: BATCH }, (_, i): BulkOperation<Line> => {
      const n = (done + i) % count;
      return {
        replaceOne: { filter: { _id: idOf(n), position: position(round) }, replacement: line(n, round + 1) },
      };
    });
    const { matchedCount } = await lines.bulkWrite(operations, { ordered: false });
    if (matchedCount !== BATCH) throw new Error(`${BATCH - matchedCount} replacements lost`);
  }
  return (WRITES / (performance.now() - started)) * 1_000;
}

interface Quantiles {
  readonly p50: number;
  readonly p99: number;
}

/** Full pages of 50, each after the one before, through folder after folder; milliseconds. */
async function paging(lines: Documents<Line>): Promise<Quantiles> {
  const took: number[] = [];
  let mailbox = 0;
  let after: Filter = {};
  while (took.length < PAGES) {
    const started = performance.now();
    const page = await lines
      .find(
        { mailbox: `m${mailbox}`, folder: 'inbox', ...after },
        { sort: { sentAt: -1, _id: 1 }, limit: 50 },
      )
      .toArray();
    const last = page.at(-1);
    if (last !== undefined && page.length === 50) {
      took.push(performance.now() - started);
      after = { $or: [{ sentAt: { $lt: last.sentAt } }, { sentAt: last.sentAt, _id: { $gt: last._id } }] };
    } else {
      mailbox = (mailbox + 1) % MAILBOXES;
      after = {};
    }
  }
  took.sort((a, b) => a - b);
  return { p50: took[Math.floor(PAGES * 0.5)] ?? 0, p99: took[Math.floor(PAGES * 0.99)] ?? 0 };
}

async function counting(lines: Documents<Line>): Promise<number> {
  const started = performance.now();
  for (let n = 0; n < 20; n += 1)
    await lines.countDocuments({ mailbox: `m${n % MAILBOXES}`, words: 'compte' });
  return (performance.now() - started) / 20;
}

const perSecond = (n: number): string => `${Math.round(n).toLocaleString('en')} documents/s`;
const inMs = ({ p50, p99 }: Quantiles): string =>
  `${p50.toFixed(2)} ms at the median, ${p99.toFixed(2)} ms at p99`;

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'medimail-bench-documents-'));
  const databases = openEmbeddedDatabases(folder);
  try {
    const lines = databases.database('read-models').collection<Line>('lines');
    await lines.createIndexes(indexes);
    await fill(lines, 0, 1_000);
    await paging(lines);
    const small = await paging(lines);
    const started = performance.now();
    await fill(lines, 1_000, 100_000);
    const inserted = (99_000 / (performance.now() - started)) * 1_000;
    const replaced = await replacing(lines, 100_000);
    const large = await paging(lines);
    const counted = await counting(lines);
    return [
      { name: 'documents, embedded: insert by 500', figure: perSecond(inserted) },
      {
        name: 'documents, embedded: replace by _id and position, by 500',
        figure: perSecond(replaced),
        target: '≥ 30,000 documents/s',
      },
      { name: 'documents, embedded: keyset page of 50, of 1,000', figure: inMs(small) },
      {
        name: 'documents, embedded: keyset page of 50, of 100,000',
        figure: inMs(large),
        ratio: large.p50 / small.p50,
        target: 'at most twice that of 1,000',
      },
      { name: 'documents, embedded: count of 10,000 by an index', figure: `${counted.toFixed(2)} ms` },
    ];
  } finally {
    await databases.close();
    await rm(folder, { recursive: true });
  }
}
