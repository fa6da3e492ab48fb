import { PassThrough, pipeline, Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import { essenceOf } from '../crypto/commitments.js';
import { fileFields } from './file-fields.js';
import { addressField, type MailParty, textField } from './header-fields.js';
import { messageIdOf } from './message-id.js';
import { type CarriedSeal, sealHeader } from './seal-headers.js';

export interface EmlAttachment {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  /** Not begun: it is read when its turn comes. */
  readonly bytes: AsyncIterable<Uint8Array>;
}

export interface EmlMessage {
  readonly id: string;
  /** ISO 8601 instant. */
  readonly sealedAt: string;
  readonly subject: string;
  readonly from: MailParty;
  readonly to: readonly MailParty[];
  readonly cc: readonly MailParty[];
  /** As sealed. */
  readonly html: string;
  /** The text alternative of the html. */
  readonly text: string;
  readonly attachments: readonly EmlAttachment[];
  readonly seal: CarriedSeal;
  /** The messages that it answers or forwards, by id. */
  readonly replyTo: string | null;
  /** Its conversation, by id: the first message first, the one that it answers last. */
  readonly references: readonly string[];
  readonly forwardOf: string | null;
  /** The service wrote it: no service is to answer it (RFC 3834, section 5). */
  readonly automatic: boolean;
}

/**
 * The message as a file (RFC 5322, MIME): multipart/alternative of text and html, within multipart/mixed where there
 * are attachments. Everything is in base64, so that the bytes come out as they were sealed. Streams: what is held is
 * the body and some chunks. Destroying the stream releases its sources.
 */
export function composeEml(message: EmlMessage): Readable {
  const { id, sealedAt, replyTo, references, forwardOf, attachments } = message;
  const before = new Set([...references, replyTo, forwardOf].filter((one) => one !== null));
  const composed = new MailComposer({
    messageId: messageIdOf(id),
    date: new Date(sealedAt),
    ...(replyTo !== null && { inReplyTo: messageIdOf(replyTo) }),
    ...(before.size > 0 && { references: [...before].map(messageIdOf) }),
    // RFC 2046, 4.1.1: lines of text end in CRLF, whatever the encoding.
    text: inBase64(message.text.replace(/\r\n|\r|\n/g, '\r\n')),
    html: inBase64(message.html),
    attachments: attachments.map(({ bytes }) => ({
      filename: false,
      contentTransferEncoding: 'base64',
      content: Readable.from(bytes, { objectMode: false }),
    })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const [, ...files] = composed.childNodes;
  for (const [index, { name, type }] of attachments.entries()) {
    const { contentType, contentDisposition } = fileFields(name, essenceOf(type));
    files[index]?.setHeader('Content-Type', asItIs(contentType));
    files[index]?.setHeader('Content-Disposition', asItIs(contentDisposition));
  }
  const output = new PassThrough();
  output.write(headerOf(message));
  // The callback is for what `output` is destroyed with: whoever reads it is told.
  pipeline(composed.createReadStream(), output, () => undefined);
  return output;
}

function headerOf({ subject, from, to, cc, automatic, seal }: EmlMessage): string {
  return (
    addressField('From', [from]) +
    addressField('To', to) +
    addressField('Cc', cc) +
    textField('Subject', subject) +
    (automatic ? 'Auto-Submitted: auto-replied\r\n' : '') +
    sealHeader(seal)
  );
}

const asItIs = (value: string) => ({ prepared: true, value });

const inBase64 = (text: string) => ({ content: Buffer.from(text), contentTransferEncoding: 'base64' });
