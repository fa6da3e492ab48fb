import { setTimeout as pause } from 'node:timers/promises';
import { CommandBus } from '@nestjs/cqrs';
import { demoPeople } from '../src/demo/demo-people.js';
import { demoId } from '../src/demo/seed/seed-context.js';
import { SendMessageCommand } from '../src/messages/send/send-message.command.js';
import { RANDOMNESS, type Randomness } from '../src/platform/randomness/randomness.js';
import { READ_MODELS, type ReadModels } from '../src/platform/read-models/read-models.js';
import { ListMessagesQuery } from '../src/queries/lists/list-messages.query.js';
import { type BenchRow } from './bench-row.js';
import { milliseconds, quantile } from './measure.js';
import { openService } from './service.js';

const RATE = 300;
const SECONDS = 20;
const WARM_UP_SECONDS = 3;

export const data =
  `the whole service in one process; ${RATE} messages of 2 KB a second among the people of the demonstration for ` +
  `${SECONDS} s, each at its time whether those before are done or not; from the command's answer until the folder ` +
  'view of the recipient shows the message';

const line = '<p>Cher confrère, veuillez trouver ci-dessous les résultats de notre patient commun.</p>';
const html = line.repeat(Math.ceil(2_000 / line.length));

interface Times {
  /** Milliseconds from when the command was due. */
  readonly answered: number;
  /** Milliseconds from the answer. */
  readonly visible: number;
}

/** How soon what was sent can be seen, at a steady rate. */
export async function run(): Promise<BenchRow[]> {
  const service = await openService();
  try {
    const people = demoPeople.filter((person) => person.firstLoginDone).map((person) => person.address);
    const bus = service.app.get(CommandBus);
    const readModels = service.app.get<ReadModels>(READ_MODELS);
    const lists = service.app.get(ListMessagesQuery);
    const randomness = service.app.get<Randomness>(RANDOMNESS);
    const count = (address: string) => inboxOf(lists, demoId('mailbox', address));

    const send = async (n: number, due: number): Promise<Times> => {
      const [from, to] = [people[n % people.length] ?? '', people[(n + 1) % people.length] ?? ''];
      const operation = randomness.uuid();
      const context = {
        actor: demoId('person', from),
        mailbox: demoId('mailbox', from),
        correlationId: operation,
        causationId: operation,
        operation,
      };
      const message = { to: [to], cc: [], subject: 'Objet', html, attachments: [] };
      const { stream, revision } = await bus.execute(new SendMessageCommand(context, message));
      const answered = performance.now();
      // It gives up after two seconds; here the time is what is asked for.
      while (!(await readModels.caughtUpWith({ stream, revision }, ['folder-view']))) continue;
      return { answered: answered - due, visible: performance.now() - answered };
    };

    await paced(WARM_UP_SECONDS, send);
    const before = await Promise.all(people.map(count));
    const times = await paced(SECONDS, send);
    const after = await Promise.all(people.map(count));
    const shown = after.reduce((sum, total, i) => sum + total - (before[i] ?? 0), 0);
    if (shown !== times.length) throw new Error(`${times.length} sent, ${shown} in the lists`);
    return report(times);
  } finally {
    await service.stop();
  }
}

/** Open loop: whoever is late does not make the next ones wait, and its lateness counts. */
async function paced(
  seconds: number,
  send: (n: number, due: number) => Promise<Times>,
): Promise<readonly Times[]> {
  const start = performance.now();
  const sent: Promise<Times>[] = [];
  for (let n = 0; n < RATE * seconds; n++) {
    const due = start + (n * 1_000) / RATE;
    if (due > performance.now()) await pause(due - performance.now());
    sent.push(send(n, due));
  }
  return Promise.all(sent);
}

async function inboxOf(lists: ListMessagesQuery, mailbox: string): Promise<number> {
  const query = {
    mailbox,
    person: 'bench',
    folder: 'inbox',
    sort: '-date',
    limit: 1,
    cursor: undefined,
  } as const;
  return (await lists.execute(query)).total ?? NaN;
}

function report(times: readonly Times[]): BenchRow[] {
  const visible = times.map((time) => time.visible);
  const answered = times.map((time) => time.answered);
  const figure = (values: readonly number[]) =>
    `p50 ${milliseconds(quantile(values, 0.5))}, p99 ${milliseconds(quantile(values, 0.99))}`;
  return [
    { name: `answer of a command, ${RATE} a second`, figure: figure(answered) },
    {
      name: `from its answer to its visibility in the list, ${RATE} a second`,
      figure: figure(visible),
      target: 'p99 < 100 ms',
    },
  ];
}
