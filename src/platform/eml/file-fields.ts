import { encodedWords, isPlainText } from './header-fields.js';

/** Of a piece of a name (RFC 2231, 3): with its parameter's own name the line stays within 78. */
const PIECE = 54;
/** Of a name that is written as it stands, within the line of its parameter. */
const PLAIN = 60;

/** The fields by which an attachment is named, as they stand in its header. */
export interface FileFields {
  readonly contentType: string;
  readonly contentDisposition: string;
}

/**
 * Both places of a file's name: `filename` (RFC 2231), and `name` in encoded words for readers of before. Written for
 * us because the library folds names at their own spaces, of which readers keep one: a sealed name comes out exactly.
 *
 * @param type media type
 */
export function fileFields(name: string, type: string): FileFields {
  if (name === '') return { contentType: type, contentDisposition: 'attachment' };
  const isPlain = name.length <= PLAIN && isPlainText(name) && !/["*\\]/.test(name);
  const words = isPlain ? name : encodedWords(name).join('\r\n ');
  const parameters = isPlain ? [`filename="${name}"`] : pieces(name).map(parameter);
  return {
    contentType: `${type};\r\n name="${words}"`,
    contentDisposition: ['attachment', ...parameters].join(';\r\n '),
  };
}

/** Percent-encoded, each piece of whole characters: {@link https://www.rfc-editor.org/rfc/rfc2231 RFC 2231}, 3 and 4. */
function pieces(name: string): string[] {
  const written: string[] = [];
  let piece = "utf-8''";
  for (const character of name) {
    const encoded = encodeURIComponent(character).replace(/['()*]/g, percentEncoded);
    if (piece.length + encoded.length > PIECE) {
      written.push(piece);
      piece = '';
    }
    piece += encoded;
  }
  return [...written, piece];
}

const parameter = (piece: string, index: number): string => `filename*${index}*=${piece}`;

/** What RFC 5987, 3.2.1 does not leave as it is, of what the platform's own encoding does. */
const percentEncoded = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase()}`;
