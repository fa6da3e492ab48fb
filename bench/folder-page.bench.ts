import { setTimeout as pause } from 'node:timers/promises';
import { type INestApplicationContext } from '@nestjs/common';
import { READ_MODELS, type ReadModels } from '../src/platform/read-models/read-models.js';
import { ListMessagesQuery } from '../src/queries/lists/list-messages.query.js';
import { type MessageSort, messageSorts } from '../src/queries/lists/message-sort.js';
import { type BenchRow } from './bench-row.js';
import { loadMailbox } from './load-mailbox.js';
import { milliseconds, quantile } from './measure.js';
import { openService } from './service.js';

const SMALL = { mailbox: 'bench-small', messages: 1_000 };
const LARGE = { mailbox: 'bench-large', messages: 100_000 };
const PAGES = 1_000;

export const data =
  `the first page of 50 of a folder of ${LARGE.messages.toLocaleString('en')} messages, and of one of ` +
  `${SMALL.messages.toLocaleString('en')}, by the query that the HTTP API asks, the folder's total included; ` +
  `${PAGES.toLocaleString('en')} pages of each for every sort, taken in turns, on the embedded engines`;

/** Whether a list takes longer to open for being long. */
export async function run(): Promise<BenchRow[]> {
  const service = await openService();
  try {
    const last = new Date();
    for (const load of [SMALL, LARGE]) {
      await untilShown(service.app, await loadMailbox(service.app, { ...load, last }));
    }
    const query = service.app.get(ListMessagesQuery);
    const rows: BenchRow[] = [];
    for (const sort of messageSorts) rows.push(await compare(query, sort));
    return rows;
  } finally {
    await service.stop();
  }
}

async function compare(query: ListMessagesQuery, sort: MessageSort): Promise<BenchRow> {
  const took = { small: [] as number[], large: [] as number[] };
  for (let page = -20; page < PAGES; page++) {
    const small = await timed(query, SMALL, sort);
    const large = await timed(query, LARGE, sort);
    if (page < 0) continue;
    took.small.push(small);
    took.large.push(large);
  }
  const [small, large] = [quantile(took.small, 0.99), quantile(took.large, 0.99)];
  const median = milliseconds(quantile(took.large, 0.5));
  return {
    name: `first page, sort=${sort}`,
    figure: `p99 ${milliseconds(large)} (of 1,000: ${milliseconds(small)}), median ${median}`,
    ratio: large / small,
    target: 'p99 ≤ 2 × that of 1,000',
  };
}

async function timed(query: ListMessagesQuery, of: typeof SMALL, sort: MessageSort): Promise<number> {
  const { mailbox, messages } = of;
  const started = performance.now();
  const page = await query.execute({
    mailbox,
    person: 'bench',
    folder: 'inbox',
    sort,
    limit: 50,
    cursor: undefined,
  });
  const took = performance.now() - started;
  if (page.items.length !== 50 || page.total !== messages) throw new Error(`${page.total} messages`);
  return took;
}

/** A query waits for two seconds; the projections have longer here. */
async function untilShown(
  app: INestApplicationContext,
  append: { readonly stream: string; readonly revision: number },
): Promise<void> {
  const readModels = app.get<ReadModels>(READ_MODELS);
  const deadline = performance.now() + 600_000;
  while (!(await readModels.caughtUpWith(append, ['folder-view']))) {
    if (performance.now() > deadline) throw new Error('the projections stand still');
    await pause(100);
  }
}
