import { createHash } from 'node:crypto';
import { type Readable } from 'node:stream';
import { type AddressObject, type HeaderValue, MailParser, type StructuredHeader } from 'mailparser';
import { type MailParty, onOneLine } from './header-fields.js';
import { WatchedLines } from './watched-lines.js';
import { WrittenForm } from './written-form.js';

/** What is read of an exported message: enough to verify its seal. */
export interface ReadEml {
  /** Names of the fields of the header, in lower case, as often as they stand there. */
  readonly fieldNames: readonly string[];
  /** Its body has the form in which exports are written ({@link WrittenForm}). */
  readonly isOfOurForm: boolean;
  /** A field as it stands in the header, with its name, on one line; empty where there is none. */
  line(field: string): string;
  /** The value of a field as free text; empty where there is none. */
  text(field: string): string;
  /** `Date`; undefined where there is none. */
  readonly date: Date | undefined;
  parties(field: 'from' | 'to' | 'cc'): readonly MailParty[];
  /** Parts that are to be shown as the message itself, in their order. */
  readonly bodies: readonly EmlBody[];
  readonly attachments: readonly ReadAttachment[];
}

export interface ReadAttachment {
  /** Empty where it has none. */
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** Its two places for a name say the same, as far as that can be told: in one of them look-alikes are decoded. */
  readonly isNamedOnce: boolean;
  readonly sha256: string;
}

export interface EmlBody {
  /** Media type with its character set, in lower case: `text/html; charset=utf-8`. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Of all bodies together: html of 1 MiB at most and its text, which is no more than eight times as long. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** A part of the message as the parser hands it on. */
interface Part {
  readonly type: string;
  readonly contentType: string;
  readonly contentDisposition?: string;
  readonly filename?: string;
  readonly headers: Map<string, HeaderValue>;
  readonly content: Readable;
  release(): void;
}

/**
 * Reads a message. Attachments pass by and leave their digest.
 *
 * @throws Error it is no message, or its bodies are larger than any of ours
 */
export async function readEml(source: Readable): Promise<ReadEml> {
  const parser = new MailParser({ checksumAlgo: 'sha256' });
  // The parser turns texts into strings with other line breaks; a seal is of bytes, so texts come as parts too.
  Object.assign(parser, { textTypes: [] });
  let headers = new Map<string, HeaderValue>();
  let fields: readonly { readonly key: string; readonly line: string }[] = [];
  const form = new WrittenForm();
  const lines = new WatchedLines((line) => form.line(line));
  parser.once('headers', (found) => (headers = found));
  parser.once('headerLines', (found) => (fields = found));
  source.once('error', (error) => parser.destroy(error));
  source.pipe(lines).pipe(parser);
  const parts = await readParts(parser);
  const date = headers.get('date');
  return {
    fieldNames: fields.map(({ key }) => key),
    isOfOurForm: form.isWhole,
    line: (field) => onOneLine(fields.find(({ key }) => key === field)?.line ?? ''),
    text: (field) => textOf(headers.get(field)),
    date: date instanceof Date ? date : undefined,
    parties: (field) => partiesOf(headers.get(field) as AddressObject | undefined),
    ...parts,
  };
}

async function readParts(parts: AsyncIterable<Part>): Promise<Pick<ReadEml, 'bodies' | 'attachments'>> {
  const bodies: EmlBody[] = [];
  const attachments: ReadAttachment[] = [];
  let left = MAX_BODY_BYTES;
  for await (const part of parts) {
    if (part.type !== 'attachment') continue;
    if (part.contentDisposition === undefined) {
      const bytes = await gathered(part.content, left);
      left -= bytes.length;
      bodies.push({ type: `${part.contentType}; charset=${charsetOf(part)}`, bytes });
    } else {
      attachments.push({ ...namedOf(part), sha256: await digestOf(part.content) });
    }
    part.release();
  }
  return { bodies, attachments };
}

async function gathered(content: Readable, atMost: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of content as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > atMost) throw new Error('the text is larger than that of any message');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

async function digestOf(content: Readable): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

function charsetOf({ headers }: Part): string {
  const type = headers.get('content-type') as StructuredHeader | undefined;
  return (type?.params['charset'] ?? '').toLowerCase();
}

/** The type is the field's: the parser's own is what it makes of the name where the field says `octet-stream`. */
function namedOf({ filename = '', headers }: Part): Omit<ReadAttachment, 'sha256'> {
  const type = headers.get('content-type') as StructuredHeader | undefined;
  const otherName = type?.params['name'] ?? filename;
  return {
    name: filename,
    type: type?.value ?? '',
    isNamedOnce: otherName === filename || filename.includes('=?'),
  };
}

const textOf = (value: HeaderValue | undefined): string => (typeof value === 'string' ? value : '');

function partiesOf(list: AddressObject | undefined): MailParty[] {
  return (list?.value ?? []).map(({ address = '', name }) => ({ address, name }));
}
