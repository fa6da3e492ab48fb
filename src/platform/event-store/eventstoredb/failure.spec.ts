import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { convertToCommandError, NO_STREAM, WrongExpectedVersionError } from '@eventstore/db-client';
import { describe, expect, it } from 'vitest';
import { failureOf, isConnectionError, NoAnswer, NoConnection } from './failure.js';

/** What the client makes of an answer of the gRPC library, or of the server. */
function clientError(code: status, details: string, trailers: Record<string, string> = {}): Error {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(trailers)) metadata.set(name, value);
  const error: ServiceError = Object.assign(new Error(`${code} ${details}`), { code, details, metadata });
  return convertToCommandError(error);
}

describe('the failure that an error of the client is', () => {
  it.each([
    [status.UNAVAILABLE, 'No connection established. Last error: connect ECONNREFUSED 127.0.0.1:2113'],
    [status.UNAVAILABLE, 'Name resolution failed for target dns:esdb.internal:2113'],
    [status.UNAVAILABLE, 'Channel closed before call started'],
    [status.UNAVAILABLE, 'Server Is Not Ready'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 0.347s,name resolution: 0.002s,Waiting for LB pick'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 5.000s,waiting for name resolution'],
  ])('is not sent: %i %s', (code, details) => {
    expect(failureOf(clientError(code, details))).toEqual({ kind: 'not-sent' });
  });

  it.each([
    [status.UNAVAILABLE, 'Connection dropped'],
    [status.UNAVAILABLE, 'read ECONNRESET'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 0.4s,LB pick: 0.001s,remote_addr=127.0.0.1:2113'],
    [status.DEADLINE_EXCEEDED, 'Deadline exceeded after 0.4s,previous attempts: 1,Waiting for LB pick'],
    [status.ABORTED, 'Operation timed out: Commit timeout'],
    [status.CANCELLED, 'Call cancelled'],
    [status.INTERNAL, 'Received RST_STREAM with code 2'],
    [status.UNKNOWN, 'anything'],
  ])('is of unknown outcome: %i %s', (code, details) => {
    expect(failureOf(clientError(code, details))).toEqual({ kind: 'unknown' });
  });

  it.each([
    [status.PERMISSION_DENIED, 'Access Denied', { exception: 'access-denied' }],
    [status.UNAUTHENTICATED, 'no credentials', {}],
    [status.INVALID_ARGUMENT, 'nonsense', {}],
    [status.UNIMPLEMENTED, 'no such method', {}],
    [status.FAILED_PRECONDITION, 'deleted', { exception: 'stream-deleted', 'stream-name': 's' }],
  ])('is a refusal: %i %s', (code, details, trailers) => {
    expect(failureOf(clientError(code, details, trailers))).toEqual({ kind: 'refused' });
  });

  it.each([
    [7n, 7],
    [NO_STREAM, undefined],
  ] as const)('is a conflict with what the stream holds: %s', (current, actual) => {
    const error = new WrongExpectedVersionError(undefined, { streamName: 's', expected: 3n, current });
    expect(failureOf(error)).toEqual({ kind: 'conflict', actual });
  });

  it('is an append too large, with the limit', () => {
    const trailers = { exception: 'maximum-append-size-exceeded', 'maximum-append-size': '1048576' };
    const error = clientError(status.INVALID_ARGUMENT, 'too large', trailers);
    expect(failureOf(error)).toEqual({ kind: 'too-large', limit: 1_048_576 });
  });

  it('is a follower that names its leader', () => {
    const trailers = {
      exception: 'not-leader',
      'leader-endpoint-host': '10.0.0.2',
      'leader-endpoint-port': '2113',
    };
    const error = clientError(status.NOT_FOUND, 'Leader info available', trailers);
    expect(failureOf(error)).toEqual({ kind: 'not-leader', leader: { address: '10.0.0.2', port: 2113 } });
  });

  it('is unknown for anything else: that nothing was written is never guessed', () => {
    expect(failureOf(new Error('anything'))).toEqual({ kind: 'unknown' });
    expect(failureOf(new NoAnswer())).toEqual({ kind: 'unknown' });
    expect(failureOf(new NoConnection())).toEqual({ kind: 'not-sent' });
  });
});

describe('what is a matter of the connection', () => {
  it('is every error of the client, and none of the program', () => {
    expect(isConnectionError(clientError(status.UNAVAILABLE, 'Connection dropped'))).toBe(true);
    expect(isConnectionError(new NoAnswer())).toBe(true);
    expect(isConnectionError(new NoConnection())).toBe(true);
    expect(isConnectionError(new TypeError('x is not a function'))).toBe(false);
  });
});
