import { fileTypeFromBuffer } from 'file-type';
import { textType } from './text-type.js';

/** As much as file-type looks at. */
const HEAD_BYTES = 4_100;

/** What a file is by its first bytes, collected while they pass: never by what its sender calls it. */
export class ContentTypeProbe {
  private readonly pieces: Buffer[] = [];
  private length = 0;

  async *watched(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const piece of source) {
      if (this.length < HEAD_BYTES)
        this.pieces.push(Buffer.from(piece.subarray(0, HEAD_BYTES - this.length)));
      this.length += piece.length;
      yield piece;
    }
  }

  /** A media type; `text/plain` for what reads as text, `application/octet-stream` for what nothing tells. */
  async type(): Promise<string> {
    const head = Buffer.concat(this.pieces);
    const known = await fileTypeFromBuffer(head);
    if (known !== undefined) return known.mime;
    return head.length > 0 && isText(head) ? textType(head) : 'application/octet-stream';
  }
}

function isText(head: Buffer): boolean {
  // The last character may be cut: three bytes of it at most.
  const text = new TextDecoder('utf-8').decode(head.subarray(0, Math.max(1, head.length - 3)));
  // eslint-disable-next-line no-control-regex -- control characters are what text does not have
  return !/[\u0000-\u0008\u000e-\u001a\ufffd]/.test(text);
}
