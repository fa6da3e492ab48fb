import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MailClient } from '../test/harness/mail-client.js';
import { openBareFramework } from './bare-framework.js';
import { type BenchRow } from './bench-row.js';
import { type Load, loadRequests } from './load-requests.js';
import { median, milliseconds, perSecond } from './measure.js';
import { ServiceUnderTest } from './service-process.js';

/** One session may ask 500 times a second: more of them are needed than that. */
const SESSIONS = 30;
const ROUNDS = 5;
const SECONDS = 5;
const READER = 'antoine.mennebeuf@medimail.test';

export const data =
  'the people of the demonstration, on the embedded engines; over 16 connections and ' +
  `${SESSIONS} sessions, by a thread that does nothing else, ${ROUNDS} rounds of ${SECONDS} s taken in turns, the ` +
  'median; bare: Nest on Express with one route that answers the same JSON, without session and right';

const cookieOf = (client: MailClient): string => `medimail=${client.cookie('medimail') ?? ''}`;

/** What a read costs, session and right looked at each time. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-reads-'));
  const clients = await loggedIn(folder);
  const [client] = clients;
  if (client === undefined) throw new Error('nobody is logged in');
  const path = `/api/v1/mailboxes/${client.mailbox}/folders`;
  const cookies = clients.map(cookieOf);
  // Started again: where people log in elsewhere, as in production, the identity provider runs in another process.
  const service = await ServiceUnderTest.start(folder);
  const shown = await fetch(`${service.url}${path}`, { headers: { Cookie: cookies[0] ?? '' } });
  const bare = await openBareFramework(await shown.json());
  try {
    const loads = { bare: [] as Load[], folders: [] as Load[], me: [] as Load[] };
    for (let round = -1; round < ROUNDS; round++) {
      const seconds = round < 0 ? 2 : SECONDS;
      const taken = {
        bare: await loadRequests(bare.url, seconds),
        folders: await loadRequests(`${service.url}${path}`, seconds, cookies),
        me: await loadRequests(`${service.url}/api/v1/me`, seconds, cookies),
      };
      // The first warms up.
      if (round < 0) continue;
      for (const which of ['bare', 'folders', 'me'] as const) loads[which].push(taken[which]);
    }
    return readRows(loads);
  } finally {
    await bare.stop();
    await service.stop();
    rmSync(folder, { recursive: true });
  }
}

/** Sessions of one person, in a folder of the service that is left as it is. */
async function loggedIn(folder: string): Promise<readonly MailClient[]> {
  const service = await ServiceUnderTest.start(folder);
  try {
    const clients: MailClient[] = [];
    for (let n = 0; n < SESSIONS; n++) clients.push(await MailClient.loggedIn(service.url, READER));
    return clients;
  } finally {
    await service.stop();
  }
}

function readRows(loads: Readonly<Record<'bare' | 'folders' | 'me', readonly Load[]>>): BenchRow[] {
  const requests = (of: readonly Load[]) => median(of.map((load) => load.requests));
  const p99 = (of: readonly Load[]) => median(of.map((load) => load.p99));
  const row = (name: string, of: readonly Load[]) => ({
    name,
    figure: `${perSecond(requests(of), 'requests')}, p99 ${milliseconds(p99(of))}`,
    ratio: requests(of) / requests(loads.bare),
  });
  return [
    row('bare framework, the same bytes as the folders', loads.bare),
    { ...row('GET …/folders, session and right read each time', loads.folders), target: '≥ 0.3 × bare' },
    row('GET /me', loads.me),
  ];
}
