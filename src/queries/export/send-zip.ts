import { once } from 'node:events';
import { type Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipArchive } from 'archiver';

export interface ZipEntry {
  readonly name: string;
  readonly source: Readable;
  readonly date: Date;
}

/** Between the entry that is read and the output, in bytes: what is produced ahead of a reader is some of these. */
const BUFFER_BYTES = 64 * 1024;

/**
 * Writes a ZIP file, one entry at a time, no faster than the output takes it: the next entry is asked for when the
 * one before has been written. Entries are stored as they are: base64 and encrypted files give little to compression.
 * Whatever fails, or an output that closes, ends everything: the output is destroyed without the directory that makes
 * a ZIP file whole, the entry under way is destroyed, and the entries are told by `return`.
 *
 * @throws whatever failed
 */
export async function sendZip(output: Writable, entries: AsyncIterable<ZipEntry>): Promise<void> {
  const archive = new ZipArchive({ store: true, highWaterMark: BUFFER_BYTES });
  // The library tells an entry's failure again once all is over; nobody listens any more then.
  archive.on('error', () => undefined);
  const stopped = new AbortController();
  const sending = pipeline(archive, output).catch((error: unknown) => {
    stopped.abort(error);
    throw error;
  });
  const feeding = feed(archive, entries, stopped.signal).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error('an entry failed'));
    throw error;
  });
  const [fed, sent] = await Promise.allSettled([feeding, sending]);
  // Where both failed the one is why the other did.
  const first = stopped.signal.aborted && sent.status === 'rejected' ? sent : fed;
  if (first.status === 'rejected') throw first.reason;
}

async function feed(
  archive: ZipArchive,
  entries: AsyncIterable<ZipEntry>,
  stopped: AbortSignal,
): Promise<void> {
  for await (const entry of entries) await append(archive, entry, stopped);
  // Not waited for: it never settles where the output is gone. The end, or the failure, is that of the sending.
  archive.finalize().catch(() => undefined);
}

async function append(archive: ZipArchive, entry: ZipEntry, stopped: AbortSignal): Promise<void> {
  const { source, name, date } = entry;
  const failed = new AbortController();
  const fail = (error: unknown): void => failed.abort(error);
  source.once('error', fail);
  try {
    stopped.throwIfAborted();
    const written = once(archive, 'entry', { signal: AbortSignal.any([stopped, failed.signal]) });
    archive.append(source, { name, date });
    await written;
  } catch (error) {
    source.destroy();
    throw failed.signal.aborted ? failed.signal.reason : error;
  } finally {
    source.off('error', fail);
  }
}
