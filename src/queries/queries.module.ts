import { Module } from '@nestjs/common';
import { AccountsModule } from '../accounts/index.js';
import { PresenceModule } from '../presence/index.js';
import { AttachmentsController } from './attachments/attachments.controller.js';
import { ChangesController } from './changes/changes.controller.js';
import { ChangesHub } from './changes/changes-hub.js';
import { OpenStreams } from './changes/open-streams.js';
import { Compositions } from './compositions/compositions.js';
import { PresentAddresses } from './compositions/present-addresses.js';
import { CompositionsController } from './compositions/compositions.controller.js';
import { DraftQuery } from './drafts/draft.query.js';
import { DraftsController } from './drafts/drafts.controller.js';
import { ListDraftsQuery } from './drafts/list-drafts.query.js';
import { ExportArchive } from './export/export-archive.js';
import { ExportMessageController } from './export/export-message.controller.js';
import { ExportMessagesController } from './export/export-messages.controller.js';
import { ExportReader } from './export/export-reader.js';
import { ExportSlots } from './export/export-slots.js';
import { Exportable } from './export/exportable.js';
import { CursorCodec } from './lists/cursor-codec.js';
import { FolderQueries } from './lists/folder.queries.js';
import { ListMessagesQuery } from './lists/list-messages.query.js';
import { ListsController } from './lists/lists.controller.js';
import { MessageRows } from './lists/message-rows.js';
import { ContentReader } from './reading/content-reader.js';
import { MessageReader } from './reading/message-reader.js';
import { OpenMessageController } from './reading/open-message.controller.js';
import { ReadingController } from './reading/reading.controller.js';
import { MessageSearch } from './search/message-search.js';
import { TimelineQuery } from './timeline/timeline.query.js';

/** What the web mail reads: lists, messages, timelines, attachments, changes. */
@Module({
  imports: [AccountsModule, PresenceModule],
  controllers: [
    ListsController,
    OpenMessageController,
    ReadingController,
    AttachmentsController,
    ChangesController,
    CompositionsController,
    DraftsController,
    ExportMessageController,
    ExportMessagesController,
  ],
  providers: [
    ChangesHub,
    Compositions,
    ContentReader,
    CursorCodec,
    DraftQuery,
    ExportArchive,
    ExportReader,
    ExportSlots,
    Exportable,
    FolderQueries,
    ListDraftsQuery,
    ListMessagesQuery,
    MessageReader,
    MessageRows,
    MessageSearch,
    OpenStreams,
    PresentAddresses,
    TimelineQuery,
  ],
  exports: [MessageReader],
})
export class QueriesModule {}
