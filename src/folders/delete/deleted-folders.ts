import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type CopyDocument, type FolderDocument } from '../../contracts/documents/folder-view.documents.js';
import { LeaveFolderCommand } from '../../messages/leave-folder/leave-folder.command.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { keysetPage, type KeysetPosition } from '../../platform/read-models/keyset-page.js';
import { type After, READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';

/** Messages of one page, and how many of them move at once: others have work to do too. */
const PAGE = 200;
const CONCURRENCY = 16;
/** Folders that one round looks at. */
const FOLDERS = 100;
/** Messages that one round passes over because they cannot be moved: more is an outage, and nobody waits for its end. */
const FAILURES = 20;

/** What became of a folder's messages. */
export interface Emptied {
  readonly moved: number;
  /** The last movements; those before them are before them in the log, too. */
  readonly last: readonly After[];
  /** Of messages that could not be moved, and stay where they are. */
  readonly failures: readonly unknown[];
}

/**
 * Moves what deleted folders hold to where their deletion said. May be cut short anywhere, repeated, and done by
 * several processes at once: a message moves out of the folder once, and what is still in it keeps the folder shown.
 */
@Injectable()
export class DeletedFolders {
  /** Where the round before ended: a folder that cannot be emptied must not keep the others waiting. */
  private after = '';

  constructor(
    @Inject(READ_MODELS) private readonly readModels: ReadModels,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    private readonly bus: CommandBus,
  ) {}

  /**
   * @param context of the person who deleted the folder, and its mailbox
   * @param limit messages at most
   * @returns what moved, and what could not: the others do not wait for it
   */
  async empty(context: CommandContext, folder: string, limit: number): Promise<Emptied> {
    const { mailbox } = context;
    let moved = 0;
    let moves: readonly After[] = [];
    const failures: unknown[] = [];
    let position: KeysetPosition | undefined;
    for (let looked = 0; looked < limit && failures.length < FAILURES; looked += PAGE) {
      const copies = await this.readModels.collection<CopyDocument>('folder-view', 'copies');
      const page = await keysetPage(copies, {
        filter: { mailbox, folder },
        field: 'sentAt',
        direction: 1,
        ...(position && { after: position }),
        limit: Math.min(PAGE, limit - looked),
      });
      const last = await this.moveOut(context, folder, page.items, failures);
      moved += last.length;
      if (last.length > 0) moves = last;
      position = page.next;
      if (position === undefined) break;
    }
    return { moved, last: moves, failures };
  }

  /**
   * One round over the folders of all mailboxes that hold messages though they are deleted: what was on its way into
   * them, or left over.
   *
   * @param limit messages at most
   * @param signal ends the round between two folders
   * @throws AggregateError where some of it failed; the rest is done
   */
  async sweep(limit: number, signal: AbortSignal): Promise<void> {
    const errors: unknown[] = [];
    let left = limit;
    for (const folder of await this.withStrays()) {
      if (left <= 0 || errors.length >= FAILURES || signal.aborted) break;
      this.after = folder._id;
      try {
        const { moved, failures } = await this.empty(this.contextOf(folder), folder.folder, left);
        left -= moved;
        errors.push(...failures);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length > 0) throw new AggregateError(errors, 'deleted folders that could not be emptied');
  }

  private async withStrays(): Promise<readonly (FolderDocument & { readonly _id: string })[]> {
    const folders = await this.readModels.collection<FolderDocument>('folder-view', 'folders');
    const find = (after: string) =>
      folders
        .find({ holdsStrays: true, _id: { $gt: after } }, { sort: { _id: 1 }, limit: FOLDERS })
        .toArray();
    const found = await find(this.after);
    return found.length > 0 || this.after === '' ? found : find('');
  }

  private contextOf({ mailbox, deletedBy }: FolderDocument): CommandContext {
    const operation = this.randomness.uuid();
    return { actor: deletedBy, mailbox, correlationId: operation, causationId: operation, operation };
  }

  /** @param failures what kept messages from moving is added to them */
  private async moveOut(
    context: CommandContext,
    folder: string,
    copies: readonly CopyDocument[],
    failures: unknown[],
  ): Promise<After[]> {
    const moves = await mapBounded(copies, CONCURRENCY, async ({ copy }) => {
      if (failures.length >= FAILURES) return null;
      try {
        // Of an operation of its own each time: a message may come into the folder more than once.
        const operation = this.randomness.uuid();
        return await this.bus.execute(new LeaveFolderCommand({ ...context, operation }, copy, folder));
      } catch (error) {
        failures.push(error);
        return null;
      }
    });
    return moves.filter((move) => move !== null);
  }
}
