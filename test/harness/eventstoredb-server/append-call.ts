import { type AppendReq, type AppendResp } from '@eventstore/db-client/generated/streams_pb.js';
import { type sendUnaryData, type ServerReadableStream, type ServiceError, status } from '@grpc/grpc-js';
import { setImmediate as turn } from 'node:timers/promises';
import { type AppendFault } from './faults.js';
import { errorOf, notReady } from './messages.js';
import { type Node } from './node.js';
import { shared, streams } from './protocol.js';
import { type Appended, type Expected, type ProposedEvent } from './transaction-log.js';

/** EventStoreDB's default MaxAppendSize. */
const MAX_APPEND_SIZE = 1_048_576;

type Call = ServerReadableStream<AppendReq, AppendResp>;

interface Request {
  stream: string;
  expected: Expected;
  readonly events: ProposedEvent[];
  size: number;
}

/** `Streams.Append`: the options, then one message an event; nothing is written before the last has come. */
export function appendCall(node: Node) {
  return (call: Call, answer: sendUnaryData<AppendResp>): void => {
    void handle(node, call, answer).catch(() => undefined);
  };
}

async function handle(node: Node, call: Call, answer: sendUnaryData<AppendResp>): Promise<void> {
  const request = await received(call);
  // A broken connection looks like the end of the request for a moment: half an append must not be written.
  await turn();
  if (call.cancelled) return;
  await node.faults.delay();
  const fault = node.faults.nextAppend();
  const refusal = refusalOf(node, request, fault);
  if (refusal !== undefined) {
    answer(refusal);
    return;
  }
  const { stream, events, expected } = request;
  const appended = fault?.endsWith('-before-write') ? undefined : node.log.append(stream, events, expected);
  await turn();
  if (fault?.startsWith('break-')) node.breakConnections();
  if (fault === 'time-out-after-write')
    answer(errorOf(status.ABORTED, 'Operation timed out: Commit timeout'));
  if (fault === undefined && appended !== undefined) answer(null, answerOf(appended, expected));
}

function refusalOf(node: Node, request: Request, fault: AppendFault | undefined): ServiceError | undefined {
  if (fault === 'not-ready') return notReady();
  if (fault === 'not-leader') {
    const leader = node.faults.leader ?? node;
    return errorOf(status.NOT_FOUND, 'Leader info available', {
      exception: 'not-leader',
      'leader-endpoint-host': leader.host,
      'leader-endpoint-port': leader.port.toString(),
    });
  }
  if (request.size <= MAX_APPEND_SIZE) return undefined;
  return errorOf(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': MAX_APPEND_SIZE.toString(),
  });
}

async function received(call: Call): Promise<Request> {
  const request: Request = { stream: '', expected: 'any', events: [], size: 0 };
  for await (const message of call as AsyncIterable<AppendReq>) {
    const options = message.getOptions();
    if (options !== undefined) {
      request.stream = Buffer.from(options.getStreamIdentifier()?.getStreamName_asU8() ?? []).toString();
      request.expected = expectedOf(options);
    }
    const proposed = message.getProposedMessage();
    if (proposed === undefined) continue;
    const event = eventOf(proposed);
    request.events.push(event);
    request.size += event.data.length + event.metadata.length + 2 * event.type.length;
  }
  return request;
}

function expectedOf(options: AppendReq.Options): Expected {
  if (options.hasNoStream()) return 'no-stream';
  if (options.hasStreamExists()) return 'stream-exists';
  return options.hasRevision() ? Number(options.getRevision()) : 'any';
}

function eventOf(proposed: AppendReq.ProposedMessage): ProposedEvent {
  const metadata = proposed.getMetadataMap();
  return {
    id: proposed.getId()?.getString() ?? '',
    type: metadata.get('type') ?? '',
    contentType: metadata.get('content-type') ?? 'application/octet-stream',
    // Copies: the bytes of a message are a view of all that came with it.
    data: Buffer.from(proposed.getData_asU8()),
    metadata: Buffer.from(proposed.getCustomMetadata_asU8()),
  };
}

function answerOf(appended: Appended, expected: Expected): AppendResp {
  if (appended.written) {
    const { revision, position } = appended.last;
    const place = new streams.AppendResp.Position();
    place.setCommitPosition(position.toString()).setPreparePosition(position.toString());
    const success = new streams.AppendResp.Success()
      .setCurrentRevision(revision.toString())
      .setPosition(place);
    return new streams.AppendResp().setSuccess(success);
  }
  const wrong = new streams.AppendResp.WrongExpectedVersion();
  if (appended.current === undefined) wrong.setCurrentNoStream(new shared.Empty());
  else wrong.setCurrentRevision(appended.current.toString());
  if (typeof expected === 'number') wrong.setExpectedRevision(expected.toString());
  else if (expected === 'no-stream') wrong.setExpectedNoStream(new shared.Empty());
  else wrong.setExpectedStreamExists(new shared.Empty());
  return new streams.AppendResp().setWrongExpectedVersion(wrong);
}
