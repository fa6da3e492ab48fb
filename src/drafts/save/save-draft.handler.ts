import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Acting, distinctAddresses } from '../../accounts/index.js';
import { type DraftDocument } from '../../contracts/documents/draft.documents.js';
import { streams } from '../../contracts/events/streams.js';
import { checkTexts, madeSafe } from '../../messages/index.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { DraftDiscard } from '../acting/draft-discard.js';
import { DraftSaving } from '../acting/draft-saving.js';
import { isEmptyDraft, MAX_DRAFTS, nothingToSave, tooManyDrafts } from '../draft-rules.js';
import { draftDecider } from '../draft.decider.js';
import { SaveDraftCommand, type SavedDraftAnswer } from './save-draft.command.js';

@CommandHandler(SaveDraftCommand)
export class SaveDraftHandler implements ICommandHandler<SaveDraftCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    private readonly acting: Acting,
    private readonly saving: DraftSaving,
    private readonly discard: DraftDiscard,
  ) {}

  async execute({ context, fields, draft, seen }: SaveDraftCommand): Promise<SavedDraftAnswer> {
    const { mailbox, state } = await this.acting.actor(context);
    const { to, cc, subject } = fields;
    checkTexts({
      recipients: distinctAddresses([...to, ...cc]).length,
      subject,
      htmlBytes: Buffer.byteLength(fields.html),
    });
    const safe = {
      ...fields,
      to: distinctAddresses(to),
      cc: distinctAddresses(cc),
      html: madeSafe(fields.html),
    };
    const signatures = [...state.settings.signatures.values()].map(({ html }) => html);
    if (isEmptyDraft(safe, signatures)) {
      if (draft === null) throw nothingToSave();
      const gone = await this.discard.execute(context, { mailbox, draft, reason: 'emptied', seen });
      return { ...gone, discarded: true };
    }
    const account = { mailbox, retentionDays: state.retentionDays };
    if (draft !== null) {
      return { ...(await this.saving.save(context, { ...account, draft, seen }, safe)), discarded: false };
    }
    const id = deterministicUuid('draft', context.operation);
    const before = context.keyed === true ? await this.savedBefore(context, id) : undefined;
    if (before !== undefined) return before;
    await this.checkRoom(mailbox);
    return { ...(await this.saving.create(context, { ...account, draft: id }, safe)), discarded: false };
  }

  private async savedBefore(context: CommandContext, id: string): Promise<SavedDraftAnswer | undefined> {
    const { stream, revision } = await this.aggregates.execute(
      draftDecider,
      streams.draft(id),
      context,
      () => [],
    );
    return revision < 0 ? undefined : { id, stream, revision, discarded: false };
  }

  /** As the list has them: a limit of room, which two windows at once may pass by one. */
  private async checkRoom(mailbox: string): Promise<void> {
    const drafts = await this.readModels.collection<DraftDocument>('drafts', 'drafts');
    if ((await drafts.countDocuments({ mailbox }, { limit: MAX_DRAFTS })) >= MAX_DRAFTS)
      throw tooManyDrafts();
  }
}
