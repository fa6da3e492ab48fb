import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { defaultFolders, type FolderDocument } from '../../contracts/documents/folder-view.documents.js';
import { type FolderRole } from '../../contracts/events/schemas.js';
import { type FolderView } from '../../contracts/http/messages.http.js';
import { READ_MODELS, type ReadModels } from '../../platform/read-models/read-models.js';

/** The four of every account first, in this order; the others by name. */
const order: readonly (FolderRole | null)[] = ['inbox', 'sent', 'drafts', 'deleted', null];

/** The folders of a mailbox with their counts (B2, C1). */
@Injectable()
export class FolderQueries {
  constructor(@Inject(READ_MODELS) private readonly readModels: ReadModels) {}

  async list(mailbox: string): Promise<FolderView[]> {
    const folders = await this.documents(mailbox);
    const listed = new Set(folders.map(({ folder }) => folder));
    return folders.map((folder) => folderView(folder, listed)).sort(byRoleThenName);
  }

  /**
   * Exact, from the folder's own count: the sum of all folders when none is named. Drafts are no messages.
   *
   * @throws Refusal `not-found`
   */
  async countMessages(mailbox: string, folder: string | undefined): Promise<number> {
    // « Brouillons » counts drafts, which are in no list of messages.
    const folders = (await this.documents(mailbox)).map((one) =>
      isDrafts(one) ? { ...one, total: 0 } : one,
    );
    if (folder === undefined) return folders.reduce((sum, { total }) => sum + total, 0);
    const found = folders.find((document) => document.folder === folder);
    if (found === undefined) throw new Refusal('not-found', 'Ce dossier n’existe pas ou n’existe plus.');
    return found.total;
  }

  private async documents(mailbox: string): Promise<FolderDocument[]> {
    const folders = await this.readModels.collection<FolderDocument>('folder-view', 'folders');
    return folders.find({ mailbox, listed: true }).toArray();
  }
}

/** Of a folder that is shown because it holds messages, though nothing else can be read of it. */
const NAMELESS = 'Dossier sans nom';

function folderView(folder: FolderDocument, listed: ReadonlySet<string>): FolderView {
  const role = roleOf(folder);
  return {
    id: folder.folder,
    role,
    name: role === null ? folder.name || NAMELESS : defaultFolders[role],
    // A deleted folder that is still shown may have outlived the one that it was in.
    parentId: folder.parent !== null && listed.has(folder.parent) ? folder.parent : null,
    total: folder.total,
    unread: folder.unread,
  };
}

const isDrafts = (folder: FolderDocument): boolean => roleOf(folder) === 'drafts';

/** A default folder's id is its role, also where its creation cannot be read. */
const roleOf = ({ role, folder }: FolderDocument): FolderRole | null =>
  role ?? order.find((one) => one === folder) ?? null;

function byRoleThenName(one: FolderView, other: FolderView): number {
  return order.indexOf(one.role) - order.indexOf(other.role) || one.name.localeCompare(other.name, 'fr');
}
