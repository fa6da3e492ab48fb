import { Controller, Get, Param, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Request, type Response } from 'express';
import { Access, CommandCaller } from '../../auth/index.js';
import { ExportMessageCommand } from '../../messages/export/export-message.command.js';
import { composeEml } from '../../platform/eml/compose-eml.js';
import { setAfter } from '../../platform/http/after-header.js';
import { ApiAnswerStream } from '../../platform/http/api-answer.decorator.js';
import { type Caller, CommandEndpoint } from '../../platform/http/command-endpoint.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { Problem } from '../../platform/http/problem.js';
import { sendStream } from '../../platform/http/send-stream.js';
import { setExportHeaders } from './export-headers.js';
import { ExportReader } from './export-reader.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/messages/:id/export')
export class ExportMessageController {
  constructor(
    private readonly endpoint: CommandEndpoint,
    private readonly reader: ExportReader,
  ) {}

  @Get()
  @Refuses('not-opened')
  @ApiOperation({ summary: 'The message as a file that carries its seal; recorded before its first byte' })
  @ApiAnswerStream('message/rfc822')
  async export(
    @CommandCaller() caller: Caller,
    @Param('id', OpaqueId) copy: string,
    @Req() request: Request,
    @Res() response: Response,
  ): Promise<void> {
    // Express hands HEAD on as GET: it would record an export of which nothing leaves.
    if (request.method !== 'GET') throw onlyGet();
    const exported = await this.endpoint.run(caller, (context) => new ExportMessageCommand(context, copy));
    const message = await this.reader.open(copy);
    setAfter(response, exported);
    setExportHeaders(response, 'message/rfc822', `message-${message.sealedAt.slice(0, 10)}.eml`);
    await sendStream(composeEml(message), response);
  }
}

const onlyGet = (): Problem =>
  new Problem(405, 'method', 'Cette méthode n’est pas permise ici.', { headers: { Allow: 'GET' } });
