import { Transform, type TransformCallback } from 'node:stream';

/** Longer than any line that is looked at: of one that never ends no more is kept. */
const KEPT = 2_000;

/** Hands on what it is given as it is, and tells each line of it, without its break; the last also where it has none. */
export class WatchedLines extends Transform {
  private rest = '';

  constructor(private readonly tell: (line: string) => void) {
    super();
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    const lines = (this.rest + chunk.toString('latin1')).split('\n');
    this.rest = (lines.pop() ?? '').slice(0, KEPT);
    for (const line of lines) this.tell(withoutReturn(line));
    done(null, chunk);
  }

  override _flush(done: TransformCallback): void {
    if (this.rest !== '') this.tell(withoutReturn(this.rest));
    done();
  }
}

const withoutReturn = (line: string): string => (line.endsWith('\r') ? line.slice(0, -1) : line);
