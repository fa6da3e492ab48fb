import { createHash } from 'node:crypto';
import { commitTo } from '../src/platform/crypto/commitments.js';
import { StoredSealer } from '../src/platform/crypto/sealing-keys.js';
import { send } from '../src/messages/decide-send.js';
import { noMessage } from '../src/messages/message.state.js';
import { sealedMessage } from '../test/harness/sealed-message.js';
import { openWriteSide, type WriteSide } from '../test/harness/write-side.js';
import { type BenchRow } from './bench-row.js';

const ROUNDS = 5;
const MESSAGES = 2_000;
const IN_FLIGHT = 64;

export const data =
  'a message of 2 KB to one recipient, 64 in flight, all durable before the answer, on the embedded engines; ' +
  `the median of ${ROUNDS} rounds, taken in turns`;

const line = '<p>Cher confrère, veuillez trouver ci-dessous les résultats de notre patient commun.</p>';
const html = line.repeat(Math.ceil(2_000 / line.length));

/** Sending against what it cannot do without: keys, body, commitments, signature, encryption, the append. */
export async function run(): Promise<BenchRow[]> {
  const medimail = await openWriteSide((parts) => new StoredSealer(parts));
  const rates = { bare: [] as number[], sending: [] as number[] };
  try {
    const sender = await medimail.person('antoine');
    const { address } = await medimail.person('claire');
    const sending = () => medimail.send(sender.context(), { to: [address], html });
    const bare = () => bareWork(medimail);
    await rate(bare);
    await rate(sending);
    for (let round = 0; round < ROUNDS; round++) {
      rates.bare.push(await rate(bare));
      rates.sending.push(await rate(sending));
    }
  } finally {
    await medimail.close();
  }
  const [bare, sending] = [median(rates.bare), median(rates.sending)];
  return [
    { name: 'bare work: keys, body, signature, encryption, append', figure: perSecond(bare), ratio: 1 },
    {
      name: 'SendMessageCommand: rights, recipients, sanitising, sealing, delivery',
      figure: perSecond(sending),
      ratio: sending / bare,
      target: '≥ 0.5 × bare work',
    },
  ];
}

async function bareWork({ keyring, contents, codec, store, sealer, randomness }: WriteSide): Promise<void> {
  const [id, content] = [randomness.uuid(), randomness.uuid()];
  const [body, key] = [Buffer.from(html), keyring.draw()];
  const named = sealedMessage().private;
  const sha256 = createHash('sha256').update(body).digest('hex');
  const commitments = commitTo({ ...named, body: sha256 }, named.salts);
  const { sealed } = sealedMessage();
  const [seal] = await Promise.all([
    sealer.sign({ id, sealedAt: sealed.sealedAt, commitments }),
    keyring.create({
      name: `message:${id}`,
      until: new Date(sealed.expiresAt),
      contents: [{ content, key }],
    }),
    contents.put(content, key, inOnePiece(body)),
  ]);
  const events = send(noMessage, sealedMessage({ message: id, sealed: { ...sealed, ...seal, commitments } }));
  const envelopes = events.map(() => ({
    id: randomness.uuid(),
    actor: 'p-antoine',
    mailbox: 'm-antoine',
    at: sealed.sealedAt,
    correlationId: id,
    causationId: id,
  }));
  await store.append(`message-${id}`, await codec.encode(`message-${id}`, events, envelopes), 'none');
}

async function* inOnePiece(bytes: Buffer): AsyncGenerator<Uint8Array, void, undefined> {
  yield bytes;
}

async function rate(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  let begun = 0;
  const worker = async (): Promise<void> => {
    while (begun++ < MESSAGES) await run();
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, worker));
  return MESSAGES / ((performance.now() - started) / 1000);
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function perSecond(value: number): string {
  return `${Math.round(value)} /s`;
}
