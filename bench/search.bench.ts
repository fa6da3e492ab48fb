import { ListMessagesQuery } from '../src/queries/lists/list-messages.query.js';
import { type BenchRow } from './bench-row.js';
import { loadReadModels } from './load-read-models.js';
import { milliseconds, quantile } from './measure.js';
import { openService } from './service.js';

const SIZES = [10_000, 100_000, 1_000_000] as const;
const PAGES = 200;
/** So many messages hold the rare word, however many there are. */
const RARE = 5;

interface Asked {
  readonly name: string;
  readonly search?: string;
  readonly found: (messages: number) => number;
}

const asked: readonly Asked[] = [
  { name: 'list', found: () => 50 },
  { name: 'search, one frequent word (in half of all messages)', search: 'cardio', found: () => 50 },
  { name: `search, one rare word (in ${RARE} messages)`, search: 'xanthome', found: () => RARE },
  { name: 'search, two frequent words that never meet', search: 'cardiologie radiologie', found: () => 0 },
];

export const data =
  `the first page of 50 of a folder of ${SIZES.map((size) => size.toLocaleString('en')).join(', ')} messages, ` +
  `newest first, by the query that the HTTP API asks; ${PAGES} pages of each, taken in turns, on the embedded engines`;

const mailboxOf = (messages: number): string => `bench-${messages}`;

/** Whether finding a message takes longer among very many. */
export async function run(): Promise<BenchRow[]> {
  const service = await openService();
  try {
    const query = service.app.get(ListMessagesQuery);
    const last = new Date();
    for (const messages of SIZES) {
      const subject = (n: number): string =>
        `Compte rendu de ${n % 2 === 0 ? 'cardiologie' : 'radiologie'} n° ${n % 997}` +
        (n % (messages / RARE) === 0 ? ', xanthome' : '');
      await loadReadModels(service.app, { mailbox: mailboxOf(messages), messages, last, subject });
      for (const one of asked) await timed(query, messages, one);
    }
    const rows: BenchRow[] = [];
    for (const one of asked) rows.push(...(await compare(query, one)));
    return rows;
  } finally {
    await service.stop();
  }
}

async function compare(query: ListMessagesQuery, one: Asked): Promise<BenchRow[]> {
  const took = new Map<number, number[]>(SIZES.map((size) => [size, []]));
  for (let page = -5; page < PAGES; page++) {
    for (const size of SIZES) {
      const milliseconds = await timed(query, size, one);
      if (page >= 0) took.get(size)?.push(milliseconds);
    }
  }
  const least = quantile(took.get(SIZES[0]) ?? [], 0.99);
  return SIZES.map((size) => {
    const times = took.get(size) ?? [];
    const p99 = quantile(times, 0.99);
    return {
      name: `${one.name}, of ${size.toLocaleString('en')}`,
      figure: `p99 ${milliseconds(p99)}, median ${milliseconds(quantile(times, 0.5))}`,
      ...(size > SIZES[0] && { ratio: p99 / least }),
      ...(size === 1_000_000 && { target: 'p99 ≤ 3 × that of 10,000' }),
    };
  });
}

async function timed(query: ListMessagesQuery, messages: number, { search, found }: Asked): Promise<number> {
  const started = performance.now();
  const page = await query.execute({
    mailbox: mailboxOf(messages),
    person: 'bench',
    folder: 'inbox',
    sort: '-date',
    limit: 50,
    search,
    cursor: undefined,
  });
  const took = performance.now() - started;
  if (page.items.length !== found(messages)) throw new Error(`${page.items.length} found`);
  return took;
}
