import { createHash } from 'node:crypto';
import { pipeline, type Readable, Transform, type TransformCallback } from 'node:stream';

/** What passed. */
export interface Measure {
  readonly size: number;
  /** Hex. */
  readonly sha256: string;
}

/** Counts and hashes what passes. */
class Meter extends Transform {
  private readonly hash = createHash('sha256');
  private size = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.hash.update(chunk);
    this.size += chunk.length;
    done(null, chunk);
  }

  measure(): Measure {
    return { size: this.size, sha256: this.hash.digest('hex') };
  }
}

/** The stream, and what it was once it has been read to its end. Whoever destroys it releases its source. */
export function measured(source: Readable): { readonly stream: Readable; readonly measure: () => Measure } {
  const meter = new Meter();
  // The callback is for what the meter is destroyed with: whoever reads it is told.
  pipeline(source, meter, () => undefined);
  return { stream: meter, measure: () => meter.measure() };
}
