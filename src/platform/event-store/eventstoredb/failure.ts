import {
  AccessDeniedError,
  DeadlineExceededError,
  InvalidArgumentError,
  isCommandError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  UnavailableError,
  WrongExpectedVersionError,
  type EndPoint,
} from '@eventstore/db-client';

/** No node of the cluster could be found, or the client was given no connection at all. */
export class NoConnection extends Error {
  constructor(options?: ErrorOptions) {
    super('no connection to the event store', options);
    this.name = 'NoConnection';
  }
}

/** The server left its reader waiting for longer than the reader could. */
export class NoAnswer extends Error {
  constructor() {
    super('the event store did not answer in time');
    this.name = 'NoAnswer';
  }
}

/** What an error of the client means for the operation that met it. */
export type Failure =
  /** Another writer was first; `actual` is undefined where the stream has no event. */
  | { readonly kind: 'conflict'; readonly actual: number | undefined }
  | { readonly kind: 'too-large'; readonly limit: number }
  /** This node is not the leader: nothing was done, the leader is known. */
  | { readonly kind: 'not-leader'; readonly leader: EndPoint }
  /** It never reached a server that would handle it: nothing was done, trying again is safe. */
  | { readonly kind: 'not-sent' }
  /** It was sent and its fate is not known: trying again is safe with the same event ids only. */
  | { readonly kind: 'unknown' }
  /** The server said no, and would say no again. */
  | { readonly kind: 'refused' };

/** Said by the gRPC library before a call has a connection, and by the server before it handles anything. */
const NOT_SENT = [
  'No connection established',
  'Name resolution failed',
  'Channel closed before call started',
  'Server Is Not Ready',
  'Server Is Too Busy',
];

/** Where a call stood when its deadline passed, as the gRPC library words it: each is before sending. */
const NEVER_STARTED = ['Waiting for LB pick', 'waiting for name resolution', 'waiting for metadata filters'];

/** gRPC's INVALID_ARGUMENT, PERMISSION_DENIED, UNIMPLEMENTED and UNAUTHENTICATED. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([3, 7, 12, 16]);

/** Whatever is not known for certain to have stayed here is `unknown`: the word "nothing was written" must be true. */
export function failureOf(error: unknown): Failure {
  if (error instanceof WrongExpectedVersionError) return { kind: 'conflict', actual: actualRevision(error) };
  if (error instanceof MaxAppendSizeExceededError) return { kind: 'too-large', limit: error.maxAppendSize };
  if (error instanceof NotLeaderError) return { kind: 'not-leader', leader: error.leader };
  if (neverSent(error)) return { kind: 'not-sent' };
  return { kind: isRefusal(error) ? 'refused' : 'unknown' };
}

/** False for what no server and no network can be blamed for: a mistake of the program. */
export function isConnectionError(error: unknown): boolean {
  if (error instanceof NoConnection || error instanceof NoAnswer) return true;
  return error instanceof Error && isCommandError(error);
}

function neverSent(error: unknown): boolean {
  if (error instanceof NoConnection) return true;
  if (error instanceof UnavailableError) return NOT_SENT.some((words) => error.message.includes(words));
  if (error instanceof DeadlineExceededError) {
    return (
      NEVER_STARTED.some((words) => error.message.includes(words)) &&
      !error.message.includes('previous attempts')
    );
  }
  return false;
}

function isRefusal(error: unknown): boolean {
  if (error instanceof AccessDeniedError || error instanceof InvalidArgumentError) return true;
  if (error instanceof StreamDeletedError) return true;
  return error instanceof Error && isCommandError(error) && REFUSALS.has(error.code);
}

function actualRevision(error: WrongExpectedVersionError): number | undefined {
  return typeof error.actualVersion === 'bigint' ? Number(error.actualVersion) : undefined;
}
