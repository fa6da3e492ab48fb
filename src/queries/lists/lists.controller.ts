import { Controller, Get, Query, UseInterceptors } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox, CurrentPerson } from '../../auth/index.js';
import {
  FolderView,
  type MessageRow,
  type Page,
  MessageRowPage,
} from '../../contracts/http/messages.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { readYourWrites } from '../../platform/http/read-your-writes.interceptor.js';
import { FolderQueries } from './folder.queries.js';
import { ListMessagesDto } from './list-messages.dto.js';
import { ListMessagesQuery } from './list-messages.query.js';

@ApiTags('messages')
@Access('mailbox')
@UseInterceptors(readYourWrites('folder-view'))
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
  listFolders(@CurrentMailbox() mailbox: string): Promise<FolderView[]> {
    return this.folders.list(mailbox);
  }

  @Get('messages')
  @ApiOperation({ summary: 'A page of the messages of a folder' })
  @ApiAnswer(MessageRowPage)
  listMessages(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Query() { folder, sort, limit, cursor }: ListMessagesDto,
  ): Promise<Page<MessageRow>> {
    return this.messages.execute({ mailbox, person, folder, sort, limit, cursor });
  }
}
