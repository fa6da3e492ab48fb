import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CurrentMailbox, CurrentPerson } from '../../auth/index.js';
import { CompositionView } from '../../contracts/http/compositions.http.js';
import { ApiAnswer } from '../../platform/http/api-answer.decorator.js';
import { OpaqueId } from '../../platform/http/opaque-id.pipe.js';
import { readYourWrites } from '../../platform/http/read-your-writes.guard.js';
import { Compositions } from './compositions.js';
import { Refuses } from '../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@UseGuards(readYourWrites('folder-view'))
@Controller('api/v1/mailboxes/:m/messages/:id')
export class CompositionsController {
  constructor(private readonly compositions: Compositions) {}

  @Get('reply')
  @Refuses('not-opened')
  @ApiOperation({ summary: 'A composition that answers the sender' })
  @ApiAnswer(CompositionView)
  reply(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<CompositionView> {
    return this.compositions.reply({ mailbox, copy, person });
  }

  @Get('reply-all')
  @Refuses('not-opened')
  @ApiOperation({ summary: 'A composition that answers the sender and every other recipient' })
  @ApiAnswer(CompositionView)
  replyAll(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<CompositionView> {
    return this.compositions.replyAll({ mailbox, copy, person });
  }

  @Get('forward')
  @Refuses('not-opened')
  @ApiOperation({ summary: 'A composition that forwards the message with its attachments' })
  @ApiAnswer(CompositionView)
  forward(
    @CurrentMailbox() mailbox: string,
    @CurrentPerson() { id: person }: CurrentPerson,
    @Param('id', OpaqueId) copy: string,
  ): Promise<CompositionView> {
    return this.compositions.forward({ mailbox, copy, person });
  }
}
