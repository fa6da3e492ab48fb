import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting, type Actor, distinctAddresses } from '../../accounts/index.js';
import { Refusal } from '../../contracts/decider.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AppendOutcomeUnknown } from '../../platform/event-store/event-store.errors.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { Uploads } from '../attachments/uploads.js';
import { checkComposition } from '../composition-rules.js';
import { madeSafe } from '../made-safe.js';
import { MessageDispatch } from './message-dispatch.js';
import { SendMessageCommand } from './send-message.command.js';
import { SendSources } from './send-sources.js';
import { SentDrafts } from './sent-drafts.js';

@CommandHandler(SendMessageCommand)
export class SendMessageHandler implements ICommandHandler<SendMessageCommand> {
  constructor(
    private readonly acting: Acting,
    private readonly sources: SendSources,
    private readonly uploads: Uploads,
    private readonly dispatch: MessageDispatch,
    private readonly drafts: SentDrafts,
  ) {}

  async execute({ context, message, seen }: SendMessageCommand): Promise<CommandAnswer> {
    const id = deterministicUuid('message', context.operation);
    const before = context.keyed === true ? await this.dispatch.sentBefore(context, id) : undefined;
    if (before !== undefined) return before;

    const { to, cc, subject, html } = message;
    const htmlBytes = Buffer.byteLength(html);
    checkComposition({ recipients: distinctAddresses([...to, ...cc]).length, subject, htmlBytes });
    const safeHtml = madeSafe(html);
    const actor = await this.acting.actor(context);
    const signature = chosenSignature(actor, message.signatureId);
    // First: what a draft had is gone once it was sent, and that it was sent is what has to be told.
    const draft = await this.drafts.of(actor, message.draftId, seen);
    const sources = await this.sources.gather(actor, message);
    await this.uploads.claim(id, sources.uploads);
    const toSend = { id, subject, html: safeHtml, sources, draft, signature };
    try {
      const answer = await this.dispatch.send(context, actor, toSend);
      await this.uploads.removeSent(sources.uploads);
      return await this.drafts.end(context, draft, answer);
    } catch (error) {
      // Where it is not known whether it was sent, what it took stays taken: the same key tells.
      if (!(error instanceof AppendOutcomeUnknown)) await this.uploads.release(id, sources.uploads);
      throw error;
    }
  }
}

/** @throws Refusal `invalid` where the account has no such signature */
function chosenSignature({ state }: Actor, signature: string | undefined): string | undefined {
  if (signature === undefined || state.settings.signatures.has(signature)) return signature;
  const detail = 'Cette signature n’existe pas ou n’existe plus.';
  throw new Refusal('invalid', detail, [{ field: 'signatureId', code: 'unknown', detail }]);
}
