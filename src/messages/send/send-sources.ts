import { Injectable } from '@nestjs/common';
import { type Actor } from '../../accounts/index.js';
import { type Upload, keyOfUpload, Uploads } from '../attachments/uploads.js';
import { checkAttachments } from '../composition-rules.js';
import { messageOfCopy } from '../message.state.js';
import { Originals, type Thread } from './originals.js';
import { RecipientResolver, type ResolvedRecipients } from './recipient-resolver.js';
import { type SealedAttachment } from './sealed-attachment.js';
import { type MessageToSend } from './send-message.command.js';

/** Everything that a message is made of, looked up. */
export interface Sources extends ResolvedRecipients, Thread {
  /** The originals of a forward, then the new ones. */
  readonly attachments: readonly SealedAttachment[];
  readonly uploads: readonly Upload[];
  readonly forwardOf: string | null;
}

@Injectable()
export class SendSources {
  constructor(
    private readonly recipients: RecipientResolver,
    private readonly originals: Originals,
    private readonly uploads: Uploads,
  ) {}

  /** @throws Refusal of whatever cannot be found, before anything is made */
  async gather(actor: Actor, message: MessageToSend): Promise<Sources> {
    const { to, cc, attachments, replyTo, forwardOf } = message;
    const [resolved, uploads, originals, thread] = await Promise.all([
      this.recipients.resolve(to, cc),
      this.uploads.find(actor.mailbox, attachments),
      forwardOf === undefined ? [] : this.originals.forwarded(forwardOf, actor),
      this.originals.repliedTo(replyTo, actor),
    ]);
    const all = [...originals, ...uploads.map(asAttachment)];
    checkAttachments(all.map(({ size }) => size));
    return {
      ...resolved,
      ...thread,
      attachments: all,
      uploads,
      forwardOf: forwardOf === undefined ? null : messageOfCopy(forwardOf),
    };
  }
}

function asAttachment({ _id: id, content, size, name, type, sha256 }: Upload): SealedAttachment {
  return { id, content, size, name, type, sha256, holder: keyOfUpload(id) };
}
