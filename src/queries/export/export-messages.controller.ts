import { Body, Controller, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type Response } from 'express';
import { Access, CommandCaller, CurrentPerson } from '../../auth/index.js';
import { ApiAnswerStream } from '../../platform/http/api-answer.decorator.js';
import { type Caller } from '../../platform/http/command-endpoint.js';
import { isGoneClient } from '../../platform/http/send-stream.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { ExportArchive } from './export-archive.js';
import { setExportHeaders } from './export-headers.js';
import { ExportMessagesDto } from './export-messages.dto.js';
import { ExportSlots } from './export-slots.js';
import { Exportable } from './exportable.js';
import { sendZip } from './send-zip.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/exports')
export class ExportMessagesController {
  constructor(
    private readonly exportable: Exportable,
    private readonly archive: ExportArchive,
    private readonly slots: ExportSlots,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Refuses('not-opened')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Messages as files in a ZIP file, with their timelines and a manifest; each is recorded',
  })
  @ApiAnswerStream('application/zip')
  export(
    @CommandCaller() caller: Caller,
    @CurrentPerson() { session }: CurrentPerson,
    @Body() { ids }: ExportMessagesDto,
    @Res() response: Response,
  ): Promise<void> {
    return this.slots.hold(session.id, async () => {
      const copies = [...new Set(ids)];
      await this.exportable.check(caller, copies);
      const entries = await begun(this.archive.entries(caller, copies));
      const day = this.clock.now().toISOString().slice(0, 10);
      setExportHeaders(response, 'application/zip', `messages-${day}.zip`);
      await sendZip(response, entries).catch((error: unknown) => {
        if (!isGoneClient(error, response)) throw error;
      });
    });
  }
}

/**
 * The same, once the first is made: what cannot even begin, on a disk that is full or without the event store, is a
 * problem that can be read, and no file that is cut off.
 */
async function begun<Entry>(
  entries: AsyncGenerator<Entry, void, undefined>,
): Promise<AsyncGenerator<Entry, void, undefined>> {
  const first = await entries.next();
  return (async function* () {
    try {
      if (first.done !== true) yield first.value;
      yield* entries;
    } finally {
      await entries.return();
    }
  })();
}
