import { once } from 'node:events';
import { Readable } from 'node:stream';
import { Controller, Get, Param, Req, Res, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Access, CurrentMailbox, CurrentPerson } from '../../auth/index.js';
import { type ByteRange } from '../../platform/content/content-store.js';
import { ApiAnswerStream } from '../../platform/http/api-answer.decorator.js';
import { notFound, Problem } from '../../platform/http/problem.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { sendStream } from '../../platform/http/send-stream.js';
import { ContentReader } from '../reading/content-reader.js';
import { MessageReader } from '../reading/message-reader.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { attachmentHeaders } from './attachment-headers.js';
import { byteRange } from './byte-range.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/messages/:id/attachments/:a')
export class AttachmentsController {
  constructor(
    private readonly reader: MessageReader,
    private readonly contents: ContentReader,
  ) {}

  @Get()
  @Refuses('not-opened', 'range')
  @UseGuards(readYourWrites('folder-view'))
  @ApiOperation({ summary: 'The bytes of an attachment, or a range of them' })
  @ApiAnswerStream('application/octet-stream')
  async download(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
    @Param('a', OpaqueId) id: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    const { envelope, message } = await this.reader.find({ mailbox, copy, person });
    const attachment = envelope.attachments.find((candidate) => candidate.id === id);
    if (attachment === undefined) throw notFound();
    const range = rangeOf(request, attachment);
    const bytes = await begun(await this.contents.open(message, attachment, range));
    response.status(range === undefined ? 200 : 206).set(attachmentHeaders(attachment));
    response.set(
      'Content-Length',
      String(range === undefined ? attachment.size : range.end - range.start + 1),
    );
    if (range !== undefined) response.set('Content-Range', contentRange(range, attachment.size));
    await sendStream(bytes, response);
  }
}

/** With the first bytes there, or the end: what fails before them is answered as a problem. */
async function begun(bytes: AsyncIterable<Buffer>): Promise<Readable> {
  const stream = Readable.from(bytes, { objectMode: false });
  await once(stream, 'readable');
  return stream;
}

/** One range of bytes (RFC 9110, 14.2); undefined where the whole is answered. */
function rangeOf(
  request: Request,
  attachment: { readonly size: number; readonly sha256: string },
): ByteRange | undefined {
  const header = request.get('Range');
  const condition = request.get('If-Range');
  if (header === undefined || (condition !== undefined && condition !== `"${attachment.sha256}"`))
    return undefined;
  const range = byteRange(header, attachment.size);
  if (range !== 'unsatisfiable') return range;
  throw new Problem(416, 'range', 'Cette partie de la pièce jointe n’existe pas.', {
    headers: { 'Content-Range': `bytes */${attachment.size}` },
  });
}

const contentRange = ({ start, end }: ByteRange, size: number): string => `bytes ${start}-${end}/${size}`;
