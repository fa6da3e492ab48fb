import { createHash } from 'node:crypto';
import { Readable, Writable } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { gathered, patterned, piecesOf } from '../../../test/harness/byte-sources.js';
import { zipEntriesOf } from '../../../test/harness/zip-entries.js';
import { measured } from './measured.js';
import { sendZip, type ZipEntry } from './send-zip.js';

const MIB = 1024 * 1024;
const date = new Date('2026-11-23T10:00:00Z');

/** An output that takes a chunk when it is told to. */
class SlowOutput extends Writable {
  readonly taken: Buffer[] = [];
  size = 0;
  private go: (() => void) | undefined;

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.go = () => {
      this.taken.push(chunk);
      this.size += chunk.length;
      done();
    };
  }

  take(): void {
    const { go } = this;
    this.go = undefined;
    go?.();
  }
}

/** What became of the entries. */
interface Watch {
  begun: number;
  returned: boolean;
  produced: number;
  readonly sources: Readable[];
}

async function* watched(watch: Watch, contents: readonly AsyncIterable<Buffer>[]): AsyncGenerator<ZipEntry> {
  try {
    for (const [index, content] of contents.entries()) {
      watch.begun++;
      const source = Readable.from(counted(watch, content), { objectMode: false });
      watch.sources.push(source);
      yield { name: `${index}.bin`, source: measured(source).stream, date };
    }
  } finally {
    watch.returned = true;
  }
}

async function* counted(watch: Watch, content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of content) {
    watch.produced += chunk.length;
    yield chunk;
  }
}

const newWatch = (): Watch => ({ begun: 0, returned: false, produced: 0, sources: [] });
async function settled(): Promise<void> {
  for (let turns = 0; turns < 60; turns++) await turn();
}
async function* endless(): AsyncGenerator<Buffer> {
  for (;;) yield await Promise.resolve(patterned(10_000));
}
async function* failing(): AsyncGenerator<Buffer> {
  yield* piecesOf(patterned(MIB), 10_000);
  throw new Error('the disk failed');
}
const collector = () => {
  const taken: Buffer[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      taken.push(chunk);
      done();
    },
  });
  return { taken, output };
};

describe('a ZIP file that is sent while it is made (C9)', () => {
  it('holds what was put in, to the byte, and names each size', async () => {
    const contents = [patterned(0), patterned(1), patterned(3 * MIB + 7)];
    const { output, taken } = collector();
    await sendZip(
      output,
      watched(
        newWatch(),
        contents.map((bytes) => piecesOf(bytes, 10_000)),
      ),
    );
    const entries = await zipEntriesOf(Buffer.concat(taken));
    expect([...entries.keys()]).toEqual(['0.bin', '1.bin', '2.bin']);
    for (const [index, bytes] of [...entries.values()].entries()) {
      expect(Buffer.compare(bytes, contents[index] ?? Buffer.alloc(0))).toBe(0);
    }
  });

  it('is never more than 1 MiB ahead of its reader, and asks for one entry at a time', async () => {
    const watch = newWatch();
    const output = new SlowOutput({ highWaterMark: 16 * 1024 });
    const length = 4 * MIB;
    const contents = [1, 2, 3].map(() => piecesOf(patterned(length), 10_000));
    const end = { reached: false };
    const sending = sendZip(output, watched(watch, contents)).then(() => (end.reached = true));
    let most = 0;
    for (let steps = 0; steps < 200_000 && !end.reached; steps++) {
      most = Math.max(most, watch.produced - output.size);
      expect(watch.begun).toBeLessThanOrEqual(Math.floor(output.size / length) + 2);
      output.take();
      await turn();
    }
    await sending;
    expect(watch.produced).toBe(3 * length);
    expect(most).toBeLessThan(MIB);
    expect((await zipEntriesOf(Buffer.concat(output.taken))).size).toBe(3);
  });

  it('stops producing while nobody reads', async () => {
    const watch = newWatch();
    const output = new SlowOutput();
    const sending = sendZip(output, watched(watch, [endless()]));
    sending.catch(() => undefined);
    await settled();
    const { produced } = watch;
    await settled();
    expect(watch.produced).toBe(produced);
    expect(produced).toBeLessThan(MIB);
    output.destroy();
    await expect(sending).rejects.toThrow();
  });

  it('releases everything when the reader goes away', async () => {
    const watch = newWatch();
    const output = new SlowOutput();
    const sending = sendZip(output, watched(watch, [endless(), endless()]));
    sending.catch(() => undefined);
    await settled();
    output.destroy();
    await expect(sending).rejects.toMatchObject({ code: 'ERR_STREAM_PREMATURE_CLOSE' });
    await settled();
    expect(watch).toMatchObject({ begun: 1, returned: true });
    expect(watch.sources.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('is cut, and never looks whole, where an entry fails', async () => {
    const watch = newWatch();
    const { output, taken } = collector();
    const sending = sendZip(output, watched(watch, [piecesOf(patterned(10), 10), failing(), endless()]));
    await expect(sending).rejects.toThrow('the disk failed');
    await settled();
    expect(output.destroyed).toBe(true);
    expect(watch).toMatchObject({ begun: 2, returned: true });
    await expect(zipEntriesOf(Buffer.concat(taken))).rejects.toThrow();
  });

  it('is cut where the entries themselves fail', async () => {
    const { output } = collector();
    async function* entries(): AsyncGenerator<ZipEntry> {
      yield { name: 'one', source: Readable.from([Buffer.from('1')]), date };
      await turn();
      throw new Error('the log is out of reach');
    }
    await expect(sendZip(output, entries())).rejects.toThrow('the log is out of reach');
    expect(output.destroyed).toBe(true);
  });
});

describe('what passes', () => {
  it('is counted and hashed', async () => {
    const bytes = patterned(100_003);
    const { stream, measure } = measured(Readable.from(piecesOf(bytes, 999), { objectMode: false }));
    expect(Buffer.compare(await gathered(stream), bytes)).toBe(0);
    expect(measure()).toEqual({ size: 100_003, sha256: createHash('sha256').update(bytes).digest('hex') });
  });
});
