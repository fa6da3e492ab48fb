import { Controller, Delete, HttpCode, HttpStatus, Param } from '@nestjs/common';
import { ApiNoContentResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Access, CommandCaller } from '../../../auth/index.js';
import { type Caller, CommandEndpoint } from '../../../platform/http/command-endpoint.js';
import { OpaqueId } from '../../../platform/http/opaque-id.pipe.js';
import { RemoveAttachmentCommand } from './remove-attachment.command.js';
import { Refuses } from '../../../platform/http/refuses.decorator.js';

@ApiTags('messages')
@Access('mailbox')
@Controller('api/v1/mailboxes/:m/attachments/:a')
export class RemoveAttachmentController {
  constructor(private readonly endpoint: CommandEndpoint) {}

  @Delete()
  @Refuses('attachment-taken')
  @HttpCode(HttpStatus.NO_CONTENT)
  @ApiOperation({ summary: 'Removes a file that no message has taken: it counts no more, at once' })
  @ApiNoContentResponse({ description: 'Nothing is left of the file.' })
  remove(@CommandCaller() caller: Caller, @Param('a', OpaqueId) attachment: string): Promise<void> {
    return this.endpoint.run(caller, (context) => new RemoveAttachmentCommand(context, attachment));
  }
}
