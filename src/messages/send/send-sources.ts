import { Injectable } from '@nestjs/common';
import { type Actor } from '../../accounts/index.js';
import { Refusal, type RefusedField } from '../../contracts/decider.js';
import { type Upload, keyOfUpload, Uploads } from '../attachments/uploads.js';
import { checkAttachments } from '../composition-rules.js';
import { messageOfCopy } from '../message.state.js';
import { Originals } from './originals.js';
import { RecipientResolver, type ResolvedRecipients } from './recipient-resolver.js';
import { type SealedAttachment } from './sealed-attachment.js';
import { type MessageToSend } from './send-message.command.js';
import { type Thread } from './thread.js';

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

  /** @throws Refusal of whatever cannot be found, all of it at once and before anything is made */
  async gather(actor: Actor, message: MessageToSend): Promise<Sources> {
    const { to, cc, replyTo, forwardOf } = message;
    const [recipients, attached, thread] = await Promise.allSettled([
      this.recipients.resolve(to, cc),
      this.attached(actor, message),
      this.originals.repliedTo(replyTo, actor),
    ]);
    const refused = recipients.status === 'fulfilled' ? recipients.value.refused : [];
    const missing =
      attached.status === 'fulfilled' ? attached.value.unknown : refusedOriginal(attached.reason);
    if (refused.length > 0) throw recipientsRefused([...refused, ...missing]);
    const { refused: _none, ...resolved } = valueOf(recipients);
    const { originals, uploads, unknown } = valueOf(attached);
    if (unknown.length > 0) throw new Refusal('invalid', UNKNOWN_UPLOAD, unknown);
    const all = [...originals, ...uploads.map(asAttachment)];
    checkAttachments(all.map(({ size }) => size));
    return {
      ...resolved,
      ...valueOf(thread),
      attachments: all,
      uploads,
      forwardOf: forwardOf === undefined ? null : messageOfCopy(forwardOf),
    };
  }

  /** A forward has its originals whether they are named or not; what else is named is an upload. */
  private async attached(actor: Actor, { attachments, forwardOf }: MessageToSend) {
    const originals = forwardOf === undefined ? [] : await this.originals.forwarded(forwardOf, actor);
    const own = new Set(originals.map(({ id }) => id));
    const named = [...new Set(attachments)].filter((id) => !own.has(id));
    const uploads = await this.uploads.find(actor.mailbox, named);
    const found = new Set(uploads.map(({ _id }) => _id));
    return { originals, uploads, unknown: named.filter((id) => !found.has(id)).map(unknownUpload) };
  }
}

function asAttachment({ _id: id, content, size, name, type, sha256 }: Upload): SealedAttachment {
  return { id, content, size, name, type, sha256, holder: keyOfUpload(id) };
}

/** @throws what the look-up threw */
function valueOf<T>(outcome: PromiseSettledResult<T>): T {
  if (outcome.status === 'rejected') throw outcome.reason;
  return outcome.value;
}

/** What is told of a forward that is not there, beside refused recipients. */
function refusedOriginal(reason: unknown): readonly RefusedField[] {
  if (!(reason instanceof Refusal)) throw reason;
  return [{ field: 'forwardOf', code: reason.code, detail: reason.detail }];
}

const UNKNOWN_UPLOAD = 'Une pièce jointe n’existe plus : ajoutez-la à nouveau.';

const unknownUpload = (id: string): RefusedField => ({
  field: 'attachments',
  code: 'unknown',
  detail: UNKNOWN_UPLOAD,
  id,
});

export const recipientsRefused = (errors: readonly RefusedField[]): Refusal =>
  new Refusal('recipients-refused', 'Des destinataires ne peuvent pas être joints.', errors);
