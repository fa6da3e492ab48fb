import { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import {
  caughtUpMessage,
  checkpointMessage,
  confirmationMessage,
  eventMessage,
  fellBehindMessage,
} from './messages.js';
import { type Node } from './node.js';
import { type Outgoing } from './outgoing.js';
import { type LogRecord } from './transaction-log.js';

/** EventStoreDB's window where the client gives none. */
const DEFAULT_WINDOW = 32;
/** A live subscription that is further behind than this is told so, and catches up from the log again. */
const LIVE_BUFFER = 1_000;
/** How many records are looked at in one turn of the event loop. */
const STRIDE = 2_000;

interface Filter {
  readonly matches: (record: LogRecord) => boolean;
  readonly checkpointEvery: number;
}

/** A subscription to `$all`: confirmed, caught up from the log, then live for as long as the client stays. */
export async function subscriptionCall(
  node: Node,
  options: ReadReq.Options,
  outgoing: Outgoing,
): Promise<void> {
  const filter = filterOf(options);
  let next = startOf(node, options);
  let live = false;
  let looked = 0;
  await outgoing.send(confirmationMessage(randomUUID()));
  while (!outgoing.gone.aborted) {
    const record = node.log.at(next);
    if (record === undefined) {
      if (!live) await outgoing.send(caughtUpMessage());
      live = true;
      await node.log.waitFor(next, outgoing.gone);
      continue;
    }
    if (live && node.log.length - next > LIVE_BUFFER) {
      live = false;
      await outgoing.send(fellBehindMessage());
    }
    next++;
    looked++;
    await pass(node, filter, record, outgoing);
    if (filter !== undefined && looked % filter.checkpointEvery === 0) {
      await outgoing.send(checkpointMessage(record.position));
    }
    if (looked % STRIDE === 0) await turn();
  }
}

function pass(
  node: Node,
  filter: Filter | undefined,
  record: LogRecord,
  outgoing: Outgoing,
): true | Promise<void> {
  if (filter?.matches(record) === false) return true;
  node.countTaken();
  return outgoing.send(eventMessage(record, true));
}

/** A position is exclusive in a subscription. */
function startOf(node: Node, options: ReadReq.Options): number {
  const from = options.getAll();
  if (from?.hasEnd() === true) return node.log.length;
  const position = from?.getPosition();
  const after = position === undefined ? undefined : BigInt(position.getCommitPosition());
  node.countSubscription(after);
  return after === undefined ? 0 : node.log.indexOf(after + 1n);
}

function filterOf(options: ReadReq.Options): Filter | undefined {
  const filter = options.getFilter();
  if (filter === undefined) return undefined;
  const onType = filter.getEventType();
  const expression = onType ?? filter.getStreamIdentifier();
  const prefixes = expression?.getPrefixList() ?? [];
  const regex = new RegExp(expression?.getRegex() ?? '');
  const matches = (record: LogRecord): boolean => {
    const text = onType === undefined ? record.stream : record.type;
    return prefixes.length > 0 ? prefixes.some((prefix) => text.startsWith(prefix)) : regex.test(text);
  };
  const window = filter.hasMax() ? filter.getMax() : DEFAULT_WINDOW;
  return { matches, checkpointEvery: window * filter.getCheckpointintervalmultiplier() };
}
