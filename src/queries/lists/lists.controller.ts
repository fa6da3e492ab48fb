import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox, CurrentPerson } from '../../auth/index.js';
import {
  FolderView,
  type MessageRow,
  type Page,
  MessageRowPage,
} from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { FolderQueries } from './folder.queries.js';
import { ListMessagesDto } from './list-messages.dto.js';
import { ListMessagesQuery } from './list-messages.query.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m')
export class ListsController {
  constructor(
    private readonly folders: FolderQueries,
    private readonly messages: ListMessagesQuery,
  ) {}

  @Get('folders')
  @ApiOperation({
    summary: 'The folders of the mailbox, with how many messages they hold and how many are unread',
  })
  @ApiAnswer(FolderView, { list: true })
  @UseGuards(readYourWrites('folder-view'))
  listFolders(@CurrentMailbox() mailbox: string): Promise<FolderView[]> {
    return this.folders.list(mailbox);
  }

  @Get('messages')
  @Refuses('invalid-cursor', 'folder-not-found')
  @ApiOperation({
    summary: 'A page of the messages of a folder, or of those found there',
    description:
      'However large the mailbox, a search looks at 10,000 messages at most for a page; where that does not fill it, ' +
      'the page says `partial`, holds what was found, and `nextCursor` goes on from there. Of a message to very many, ' +
      'a received copy is found by its first recipients alone (200 words of a message in all), the sent one by all.',
  })
  @ApiAnswer(MessageRowPage)
  @UseGuards(readYourWrites('folder-view', { projection: 'search', ifAsked: 'search' }))
  listMessages(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Query() { folder, sort, limit, search, cursor }: ListMessagesDto,
  ): Promise<Page<MessageRow>> {
    return this.messages.execute({ mailbox, person, folder, sort, limit, search, cursor });
  }
}
