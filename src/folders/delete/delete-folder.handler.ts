import { Inject, Logger } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { MailboxCommands } from '../../accounts/index.js';
import { type FolderDocument } from '../../contracts/documents/folder-view.documents.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { EVENT_STORE, type EventStore } from '../../platform/event-store/event-store.js';
import { latestOf } from '../../platform/read-models/latest-of.js';
import { type After, READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';
import { deleteFolder } from '../decide-delete-folder.js';
import { DeletedFolders } from './deleted-folders.js';
import { DeleteFolderCommand } from './delete-folder.command.js';

/** Messages that a request waits for; the housekeeping moves the others, and the folder is shown until then. */
const MOVED_AT_ONCE = 2_000;

/**
 * The deletion comes first: from then on nobody decides to put anything into the folder, and what it holds, or what was
 * on its way, has a place to go to whoever moves it.
 */
@CommandHandler(DeleteFolderCommand)
export class DeleteFolderHandler implements ICommandHandler<DeleteFolderCommand> {
  private readonly logger = new Logger('folders');

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(EVENT_STORE) private readonly events: EventStore,
    private readonly mailboxes: MailboxCommands,
    private readonly deleted: DeletedFolders,
  ) {}

  async execute(command: DeleteFolderCommand): Promise<CommandAnswer> {
    const { context, folder, moveTo } = command;
    const holdsMessages = moveTo === undefined && (await this.holdsMessages(command));
    const { stream, revision } = await this.mailboxes.execute(context, (state) =>
      deleteFolder(state, { folder, moveTo, holdsMessages }),
    );
    const after = await this.moveMessages(command, { stream, revision });
    return { id: folder, ...after };
  }

  private async holdsMessages({ context: { mailbox }, folder }: DeleteFolderCommand): Promise<boolean> {
    const folders = await this.readModels.collection<FolderDocument>('folder-view', 'folders');
    const found = await folders.findOne({ _id: `${mailbox ?? ''}/${folder}` });
    return found !== null && found.total > 0;
  }

  /** The folder is deleted whatever becomes of this: what is not moved now is moved by the housekeeping. */
  private async moveMessages({ context, folder }: DeleteFolderCommand, deletion: After): Promise<After> {
    try {
      await this.readModels.caughtUpWith(deletion, ['folder-view']);
      const { last, failures } = await this.deleted.empty(context, folder, MOVED_AT_ONCE);
      if (failures.length > 0) this.warn(failures[0]);
      return (await latestOf(this.events, [deletion, ...last])) ?? deletion;
    } catch (error) {
      this.warn(error);
      return deletion;
    }
  }

  private warn(error: unknown): void {
    this.logger.warn(
      `messages of a deleted folder: ${error instanceof Error ? error.name : 'unknown error'}`,
    );
  }
}
