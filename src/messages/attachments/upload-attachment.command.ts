import { Command } from '@nestjs/cqrs';
import { type UploadedAttachment } from '../../contracts/http/messages.http.js';
import { type IdempotencyScope } from '../../platform/commands/idempotency.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';

export interface AttachmentToUpload {
  /** The file's name as the sender gives it. */
  readonly name: string;
  readonly source: AsyncIterable<Uint8Array>;
  /** What the client calls the composition it is for: the limit of 60 Mo then counts all of it. */
  readonly composition?: string;
  /** The client's idempotency key: the same bytes under the same name are then the same upload. */
  readonly once?: IdempotencyScope;
}

/** Streams a file in, for a message that the context's mailbox writes (D1). */
export class UploadAttachmentCommand extends Command<UploadedAttachment> {
  constructor(
    readonly context: CommandContext,
    readonly file: AttachmentToUpload,
  ) {
    super();
  }
}
