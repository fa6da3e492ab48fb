/** No line of ours is longer (RFC 5322, 2.1.1). */
const MAX_LINE = 998;
/** Of the header of a part: a name of 255 characters is written in some 3,000. */
const MAX_PART_HEADER = 16_384;
/** `multipart/mixed` around `multipart/alternative`. */
const MAX_DEPTH = 2;

const container = /^multipart\/(?:mixed|alternative); boundary="([^"\s]{1,70})"$/;
const base64 = /^[A-Za-z0-9+/]*(={0,2})$/;
/** A parameter in another character set than ours (RFC 2231): a reader may not know it. */
const otherCharset = /\*=(?!utf-8'')[\w.+-]*'/i;
/** Some readers take encoded words in a file's name for what they stand for, others as they are: we write none. */
const encodedWord = /=\?[^?\s]+\?[bq]\?/i;
const fieldsOfPart = ['content-type', 'content-transfer-encoding', 'content-disposition'];

/**
 * Whether a message has the form in which exports are written, line by line, below its own header: parts of nothing but
 * base64, and nothing before, between or behind them. Readers differ in what they make of anything else: a preamble,
 * text in another encoding, fields that name a part twice.
 */
export class WrittenForm {
  private state: 'header' | 'content' | 'between' | 'end' | 'fault' = 'header';
  /** Of the containers that are open, the innermost last. */
  private readonly boundaries: string[] = [];
  private fields: string[] = [];
  private isPart = false;
  private isPadded = false;

  /** @param line without its break */
  line(line: string): void {
    if (line.length > MAX_LINE) this.state = 'fault';
    else if (this.state === 'header') this.header(line);
    else if (this.state === 'content' || this.state === 'between') this.body(line);
    else if (this.state === 'end' && line !== '') this.state = 'fault';
  }

  /** After the last line. */
  get isWhole(): boolean {
    return this.state === 'end';
  }

  private header(line: string): void {
    if (line === '') {
      this.state = this.afterHeader(this.fields);
      this.fields = [];
      this.isPart = true;
      this.isPadded = false;
    } else if (/^[ \t]/.test(line)) {
      this.fields.push(`${this.fields.pop() ?? ''} ${line.trimStart()}`);
    } else {
      // Of the message's own header the rest is not what is looked at here.
      if (!this.isPart) this.fields = this.fields.filter((field) => /^content-/i.test(field));
      this.fields.push(line);
    }
    if (this.isPart && this.fields.join('').length > MAX_PART_HEADER) this.state = 'fault';
  }

  private afterHeader(lines: readonly string[]): WrittenForm['state'] {
    const fields = lines.map(fieldOf);
    if (this.isPart && !isHeaderOfPart(fields)) return 'fault';
    const [boundary] = valuesOf(fields, 'content-type').flatMap((type) => container.exec(type)?.[1] ?? []);
    const [encoding] = valuesOf(fields, 'content-transfer-encoding');
    if (boundary === undefined) return this.isPart && encoding === 'base64' ? 'content' : 'fault';
    this.boundaries.push(boundary);
    return encoding === undefined && this.boundaries.length <= MAX_DEPTH ? 'between' : 'fault';
  }

  private body(line: string): void {
    const boundary = this.boundaries.at(-1) ?? '';
    if (line === `--${boundary}`) {
      this.state = 'header';
    } else if (line === `--${boundary}--`) {
      this.boundaries.pop();
      this.state = this.boundaries.length > 0 ? 'between' : 'end';
    } else if (line !== '') {
      const padding = this.state === 'content' && !this.isPadded ? base64.exec(line)?.[1] : undefined;
      if (padding === undefined) this.state = 'fault';
      else this.isPadded = padding !== '';
    }
  }
}

interface Field {
  readonly name: string;
  readonly value: string;
}

function fieldOf(line: string): Field {
  const colon = line.indexOf(':');
  return { name: line.slice(0, colon).toLowerCase(), value: line.slice(colon + 1).trim() };
}

const valuesOf = (fields: readonly Field[], wanted: string): readonly string[] =>
  fields.flatMap(({ name, value }) => (name === wanted ? [value] : []));

/** Our fields, each once at most, and no name in them that readers would decode each in their own way. */
function isHeaderOfPart(fields: readonly Field[]): boolean {
  const names = fields.map(({ name }) => name);
  const isOurs = new Set(names).size === names.length && names.every((name) => fieldsOfPart.includes(name));
  const isDecodedAlike =
    !fields.some(({ value }) => otherCharset.test(value)) &&
    !valuesOf(fields, 'content-disposition').some((value) => encodedWord.test(value));
  return isOurs && isDecodedAlike;
}
