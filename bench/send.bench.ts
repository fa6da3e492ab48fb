import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { StoredSealer } from '../src/platform/crypto/sealing-keys.js';
import { openWriteSide } from '../test/harness/write-side.js';
import { type BareSend, openBareSend } from './bare-send.js';
import { type BenchRow } from './bench-row.js';
import { median, milliseconds, perSecond, rate } from './measure.js';

const ROUNDS = 9;
const IN_FLIGHT = 64;
const MESSAGES = 20 * IN_FLIGHT;
const ALONE = 200;

export const data =
  'a message with a body of 2 KB to one recipient, everything on the disk before the answer (WAL, synchronous=FULL); ' +
  'bare: the same sanitising, hashes, encryptions and signature by the libraries themselves, and the same rows by ' +
  `prepared statements of libsql, one transaction in each of the two files for ${IN_FLIGHT} messages (or for one, ` +
  'where they are alone: then one is written and one sent in turns, and what is written is made just before, which ' +
  'is not counted: where a disk is asked again at once it answers sooner, as the writes back to back show); ' +
  `the median of ${ROUNDS} rounds, taken in turns`;

const line = '<p>Cher confrère, veuillez trouver ci-dessous les résultats de notre patient commun.</p>';
const html = line.repeat(Math.ceil(2_000 / line.length));

/** Sealing and sending by the command bus, against what they cannot do without. */
export async function run(): Promise<BenchRow[]> {
  const folder = mkdtempSync(join(tmpdir(), 'medimail-bench-send-'));
  const medimail = await openWriteSide((parts) => new StoredSealer(parts));
  const bare = await openBareSend(folder);
  const many = { bare: [] as number[], sending: [] as number[] };
  const alone = { backToBack: [] as number[], writes: [] as number[], sending: [] as number[] };
  try {
    const sender = await medimail.person('antoine');
    const { address } = await medimail.person('claire');
    const send = () => medimail.send(sender.context(), { to: [address], html });
    const group = Array.from({ length: IN_FLIGHT }, () => html);
    const sendBare = () => bare.sendGroup(group);
    await rate(MESSAGES, IN_FLIGHT, send);
    await rate(MESSAGES / IN_FLIGHT, 1, sendBare);
    for (let round = 0; round < ROUNDS; round++) {
      many.bare.push((await rate(MESSAGES / IN_FLIGHT, 1, sendBare)) * IN_FLIGHT);
      many.sending.push(await rate(MESSAGES, IN_FLIGHT, send));
      alone.backToBack.push(await backToBack(bare));
      const each = await inTurns({ bare, send });
      alone.writes.push(each.writing);
      alone.sending.push(each.sending);
    }
  } finally {
    bare.close();
    await medimail.close();
    rmSync(folder, { recursive: true });
  }
  return report(
    { bare: median(many.bare), sending: median(many.sending) },
    {
      backToBack: median(alone.backToBack),
      writes: median(alone.writes),
      sending: median(alone.sending),
    },
  );
}

/** Milliseconds of one message's writes, where nothing happens between two. */
async function backToBack(bare: BareSend): Promise<number> {
  const made = await Promise.all(Array.from({ length: ALONE }, () => bare.rows(html)));
  const began = performance.now();
  for (const rows of made) bare.writeAll([rows]);
  return (performance.now() - began) / ALONE;
}

/**
 * Milliseconds of one message's writes and of one sending, each alone, in turns. Before its writes the bare message is
 * made: a disk that has just been waited for answers sooner than one that was left alone meanwhile, and a sending never
 * meets the former.
 */
async function inTurns({
  bare,
  send,
}: {
  readonly bare: BareSend;
  readonly send: () => Promise<unknown>;
}): Promise<{ readonly writing: number; readonly sending: number }> {
  let [writing, sending] = [0, 0];
  for (let n = 0; n < ALONE; n++) {
    const rows = await bare.rows(html);
    const began = performance.now();
    bare.writeAll([rows]);
    const written = performance.now();
    await send();
    writing += written - began;
    sending += performance.now() - written;
  }
  return { writing: writing / ALONE, sending: sending / ALONE };
}

function report(
  many: { readonly bare: number; readonly sending: number },
  alone: { readonly backToBack: number; readonly writes: number; readonly sending: number },
): BenchRow[] {
  return [
    {
      name: `bare work and writes, in groups of ${IN_FLIGHT}`,
      figure: perSecond(many.bare, 'messages'),
      ratio: 1,
    },
    {
      name: `SendMessageCommand by the command bus, ${IN_FLIGHT} in flight`,
      figure: perSecond(many.sending, 'messages'),
      ratio: many.sending / many.bare,
      target: '≥ 0.5 × bare',
    },
    { name: 'bare durable writes alone, back to back', figure: milliseconds(alone.backToBack) },
    { name: 'bare durable writes alone, one after the other', figure: milliseconds(alone.writes), ratio: 1 },
    {
      name: 'SendMessageCommand by the command bus, one after the other',
      figure: milliseconds(alone.sending),
      ratio: alone.sending / alone.writes,
      target: '≤ 2.5 × the writes',
    },
  ];
}
