import { Controller, Headers, Post, Query, Req } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiHeader, ApiOperation, ApiPropertyOptional, ApiTags } from '@nestjs/swagger';
import { parse } from 'content-disposition';
import { IsOptional, Matches } from 'class-validator';
import { type Request } from 'express';
import { Access, CommandCaller } from '../../auth/index.js';
import { UploadedAttachment } from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { invalid } from '../../platform/http/problem.js';
import { keptFileName } from './file-name.js';
import { UploadAttachmentCommand } from './upload-attachment.command.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

class UploadAttachmentDto {
  @ApiPropertyOptional({
    description: 'What the client calls the composition: its total is limited to 60 Mo.',
  })
  @IsOptional()
  @Matches(/^[\x21-\x7e]{1,100}$/)
  composition?: string;
}

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/attachments')
export class UploadAttachmentController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Post()
  @Refuses('attachments-too-large', 'uploads-full')
  @ApiOperation({ summary: 'Streams a file in, for a message that is being written: the body is its bytes' })
  @ApiConsumes('application/octet-stream')
  @ApiBody({ required: true, schema: { type: 'string', format: 'binary' } })
  @ApiHeader({
    name: 'Content-Disposition',
    required: true,
    description: 'The file’s name: `attachment; filename=…`, or `filename*=…` (RFC 6266).',
  })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'The same file under the same name, sent again with the same key, is one upload.',
  })
  @ApiAnswer(UploadedAttachment, { status: 201 })
  upload(
    @CommandCaller() caller: Caller,
    @Query() { composition }: UploadAttachmentDto,
    @Headers('content-disposition') disposition: string | undefined,
    @Req() request: Request,
  ): Promise<UploadedAttachment> {
    const { key, ...whose } = caller;
    const file = {
      name: fileNameOf(disposition),
      // An upload that is refused is not cut off: the refusal must be read, and the rest is read away.
      source: { [Symbol.asyncIterator]: () => request.iterator({ destroyOnReturn: false }) },
      ...(composition && { composition }),
      ...(key !== undefined && { once: { ...whose, key } }),
    };
    return this.endpoint.run(caller, (context) => new UploadAttachmentCommand(context, file));
  }
}

/** `filename*` before `filename` (RFC 6266). */
function fileNameOf(disposition: string | undefined): string {
  const name = disposition === undefined ? undefined : parse(disposition).parameters.filename;
  if (name !== undefined && keptFileName(name) !== '') return name;
  throw invalid([
    { field: 'Content-Disposition', code: 'file-name', detail: 'Le nom de la pièce jointe est attendu.' },
  ]);
}
