import fc from 'fast-check';
import { type EmlSample } from './sealed-eml.js';

/** What people and machines put into fields: any characters, and those that headers and parsers make something of. */
const nasty = fc.constantFrom(
  ...[
    '=?',
    '?=',
    '=?UTF-8?Q?a?=',
    '"',
    '\\',
    ',',
    ';',
    ':',
    '<',
    '>',
    '@',
    '(',
    ')',
    ' ',
    '  ',
    '\t',
    '/',
    "'",
  ],
  ...[
    '%',
    '*',
    '=',
    'é',
    'É',
    '🩺',
    '👩🏽‍⚕️',
    'ﬁ',
    '中',
    'ا',
    '\u202e',
    '\u00a0',
    '.',
    '..',
    '-',
    '_',
    'a',
    'Dupont',
  ],
);
const character = fc.oneof({ weight: 3, arbitrary: nasty }, fc.string({ unit: 'grapheme', maxLength: 3 }));
const textOf = (maxLength: number) =>
  fc.oneof(
    fc.constant(''),
    fc.array(character, { maxLength }).map((pieces) => pieces.join('')),
    fc.constantFrom('a', 'é', 'mot ', '🩺').map((unit) => unit.repeat(Math.floor(250 / unit.length))),
  );

const address = fc
  .tuple(fc.stringMatching(/^[a-z0-9!#$%&'*+/=?^_`{|}~-]{1,40}$/), fc.stringMatching(/^[a-z]{1,20}$/))
  .map(([local, domain]) => `${local}@${domain}.test`);
const party = fc.record({ address, name: textOf(12) });

const extension = fc.constantFrom('', '', '.csv', '.pdf', '.p7m', '.xml', '.docx', '.bin', '.dcm');
/** A file has a name (an upload without one is refused). */
const fileName = fc
  .tuple(textOf(12), extension)
  .map(([name, end]) => (name.trim() === '' ? 'document' : name) + end);
const attachment = fc.record({
  name: fileName,
  type: fc.constantFrom(
    'application/pdf',
    'text/plain',
    'text/html',
    'message/rfc822',
    'image/png',
    'application/octet-stream',
  ),
  bytes: fc.uint8Array({ maxLength: 5_000, minLength: 1 }).map((bytes) => Buffer.from(bytes)),
});

const html = fc.oneof(
  fc.constant(''),
  fc
    .array(fc.oneof(fc.constantFrom('\r\n', '\n', '\r', '\n\n', 'From ', '.', '--', '&amp;'), textOf(20)), {
      maxLength: 10,
    })
    .map((pieces) => `<p>${pieces.join('').replace(/[<&]/g, '')}</p>`),
);

export const anyEml: fc.Arbitrary<EmlSample> = fc.record(
  {
    subject: textOf(40),
    from: party,
    to: fc.array(party, { maxLength: 5 }),
    cc: fc.array(party, { maxLength: 5 }),
    html,
    attachments: fc.array(attachment, { maxLength: 4 }),
    replyTo: fc.uuid(),
    references: fc.array(fc.uuid(), { maxLength: 50 }),
    forwardOf: fc.uuid(),
    automatic: fc.constant(true as const),
  },
  { requiredKeys: ['subject', 'from', 'to', 'cc', 'html', 'attachments'] },
);
