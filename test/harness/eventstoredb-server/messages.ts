import { type ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { shared, streams } from './protocol.js';
import { type LogRecord } from './transaction-log.js';

/** 100-nanosecond ticks, which EventStoreDB counts time in, in a millisecond. */
const TICKS = 10_000n;
const NOT_TOLD = 0xffff_ffff_ffff_ffffn.toString();

export function eventMessage(record: LogRecord, tellPosition: boolean): ReadResp {
  const position = tellPosition ? record.position.toString() : NOT_TOLD;
  const recorded = new streams.ReadResp.ReadEvent.RecordedEvent();
  recorded.setId(new shared.UUID().setString(record.id));
  recorded.setStreamIdentifier(new shared.StreamIdentifier().setStreamName(Buffer.from(record.stream)));
  recorded.setStreamRevision(record.revision.toString());
  recorded.setCommitPosition(position);
  recorded.setPreparePosition(position);
  recorded.setData(record.data);
  recorded.setCustomMetadata(record.metadata);
  const metadata = recorded.getMetadataMap();
  metadata.set('type', record.type);
  metadata.set('content-type', record.contentType);
  metadata.set('created', (BigInt(record.created) * TICKS).toString());
  const event = new streams.ReadResp.ReadEvent().setEvent(recorded);
  if (tellPosition) event.setCommitPosition(position);
  return new streams.ReadResp().setEvent(event);
}

export function confirmationMessage(subscription: string): ReadResp {
  const confirmation = new streams.ReadResp.SubscriptionConfirmation().setSubscriptionId(subscription);
  return new streams.ReadResp().setConfirmation(confirmation);
}

export function checkpointMessage(position: bigint): ReadResp {
  const checkpoint = new streams.ReadResp.Checkpoint();
  checkpoint.setCommitPosition(position.toString()).setPreparePosition(position.toString());
  return new streams.ReadResp().setCheckpoint(checkpoint);
}

export function caughtUpMessage(): ReadResp {
  return new streams.ReadResp().setCaughtUp(new streams.ReadResp.CaughtUp());
}

export function fellBehindMessage(): ReadResp {
  return new streams.ReadResp().setFellBehind(new streams.ReadResp.FellBehind());
}

export function streamNotFoundMessage(stream: string): ReadResp {
  const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream));
  const notFound = new streams.ReadResp.StreamNotFound().setStreamIdentifier(identifier);
  return new streams.ReadResp().setStreamNotFound(notFound);
}

/** An error as EventStoreDB sends it: its name and details travel in the trailers. */
export function errorOf(code: status, details: string, trailers: Record<string, string> = {}): ServiceError {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  return Object.assign(new Error(details), { code, details, metadata });
}

export function notReady(): ServiceError {
  return errorOf(status.UNAVAILABLE, 'Server Is Not Ready');
}
