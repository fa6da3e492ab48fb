import Database from 'libsql';
import {
  GroupCommitClosed,
  GroupCommitFailed,
  GroupCommitOverloaded,
} from '../../embedded/group-commit.errors.js';
import { AppendOutcomeUnknown, EventStoreUnavailable } from '../event-store.errors.js';

/** What the port says where the disk or the queue refused an append; any other error stays what it is. */
export function appendFailure(stream: string, error: unknown): unknown {
  const cause = error instanceof GroupCommitFailed ? error.cause : error;
  if (cause instanceof Database.SqliteError) {
    // The disk failed while the commit was being written: after a crash it may be found there, or not.
    if (cause.code.startsWith('SQLITE_IOERR')) return new AppendOutcomeUnknown(stream, { cause });
    return new EventStoreUnavailable('append', { cause });
  }
  const refused = error instanceof GroupCommitOverloaded || error instanceof GroupCommitClosed;
  return refused ? new EventStoreUnavailable('append', { cause }) : error;
}
