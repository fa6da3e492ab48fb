import { demoPeople } from '../src/demo/demo-people.js';
import { MailClient } from '../test/harness/mail-client.js';
import { type BenchRow } from './bench-row.js';
import { median, milliseconds, perSecond, quantile, rate } from './measure.js';
import { openService } from './service.js';

const LOGINS = 200;

export const data =
  'the people of the demonstration, on the embedded engines; the whole exchange, from GET /auth/login to the answer of ' +
  'GET /me, the identity provider in the same process';

const addresses = demoPeople.filter((person) => person.firstLoginDone).map((person) => person.address);

/** What a login costs. */
export async function run(): Promise<BenchRow[]> {
  const service = await openService();
  try {
    let next = 0;
    const login = () => MailClient.loggedIn(service.url ?? '', addresses[next++ % addresses.length] ?? '');
    await rate(20, 4, login);
    const alone: number[] = [];
    for (let n = 0; n < LOGINS; n++) alone.push(await timed(login));
    const together = await rate(LOGINS, 8, login);
    return [
      {
        name: 'login, one after the other',
        figure: `median ${milliseconds(median(alone))}, p99 ${milliseconds(quantile(alone, 0.99))}`,
      },
      { name: 'login, 8 at once', figure: perSecond(together, 'logins') },
    ];
  } finally {
    await service.stop();
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
