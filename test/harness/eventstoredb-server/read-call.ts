import { type ReadReq } from '@eventstore/db-client/generated/streams_pb.js';
import { status } from '@grpc/grpc-js';
import { errorOf, eventMessage, streamNotFoundMessage } from './messages.js';
import { type Node } from './node.js';
import { Outgoing, type ReadCall } from './outgoing.js';
import { subscriptionCall } from './subscription-call.js';
import { type LogRecord } from './transaction-log.js';

const BACKWARDS = 1;

/** `Streams.Read`: a stream or `$all`, either way, or a subscription to `$all`. */
export function readCall(node: Node) {
  return (call: ReadCall): void => {
    void handle(node, call).catch((error: unknown) => call.destroy(error as Error));
  };
}

async function handle(node: Node, call: ReadCall): Promise<void> {
  const outgoing = new Outgoing(call);
  await node.faults.delay();
  if (node.faults.readsHang) return;
  if (node.faults.readsDenied) {
    call.emit('error', errorOf(status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }));
    return;
  }
  const options = call.request.getOptions();
  if (options?.hasSubscription() === true) await subscriptionCall(node, options, outgoing);
  else if (options?.hasStream() === true) await readStream(node, options, outgoing);
  else if (options !== undefined) await readAll(node, options, outgoing);
  outgoing.end();
}

async function readStream(node: Node, options: ReadReq.Options, outgoing: Outgoing): Promise<void> {
  const from = options.getStream();
  const name = Buffer.from(from?.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
  const records = node.log.stream(name);
  if (records === undefined) {
    await outgoing.send(streamNotFoundMessage(name));
    return;
  }
  const { length } = records;
  const start = from?.hasEnd() === true ? length : Number(from?.getRevision() ?? 0);
  const indexes = walk(options, { length, start, count: Number(options.getCount()) });
  for (const index of indexes) await sendRecord(outgoing, records[index], node.tellPositionsOnStreamReads);
}

async function readAll({ log }: Node, options: ReadReq.Options, outgoing: Outgoing): Promise<void> {
  const from = options.getAll();
  const position = from?.getPosition();
  const start = position === undefined ? 0 : log.indexOf(BigInt(position.getCommitPosition()));
  const indexes = walk(options, {
    length: log.length,
    start: from?.hasEnd() === true ? log.length : start,
    count: Number(options.getCount()),
  });
  for (const index of indexes) await sendRecord(outgoing, log.at(index), true);
}

/** The indexes to be read, in the order asked for; from the end backwards begins with the last. */
function* walk(
  options: ReadReq.Options,
  { length, start, count }: { readonly length: number; readonly start: number; readonly count: number },
): Generator<number> {
  const backwards = (options.getReadDirection() as number) === BACKWARDS;
  let index = backwards ? Math.min(start, length - 1) : start;
  for (let left = count; left > 0 && index >= 0 && index < length; left--) {
    yield index;
    index += backwards ? -1 : 1;
  }
}

async function sendRecord(outgoing: Outgoing, record: LogRecord | undefined, tell: boolean): Promise<void> {
  if (record === undefined || outgoing.gone.aborted) return;
  const sent = outgoing.send(eventMessage(record, tell));
  if (sent !== true) await sent;
}
