import { type Folder, type Folders } from '../accounts/folders.state.js';
import { Refusal } from '../contracts/decider.js';
import { sameName } from './folder-name.js';

/* The rules of the tree (C2): a forest whose siblings have different names, of bounded size. */

/** Folders that a mailbox made itself, at most. */
export const MAX_FOLDERS = 500;
/** Levels of folders: one at the root is of the first, one in « Boîte de réception » of the second. */
export const MAX_DEPTH = 10;

/** Where a folder is, or is to be. */
export interface Place {
  /** Null at the root, beside the four of every account. */
  readonly parent: string | null;
  /** Null where the name is no longer known: it is like no other then. */
  readonly name: string | null;
}

export function folderNotFound(): Refusal {
  return new Refusal('folder-not-found', 'Ce dossier n’existe pas ou n’existe plus.');
}

/** The folder that a mailbox made itself. @throws Refusal `folder-not-found`, `default-folder` */
export function customFolder({ folders }: Folders, id: string): Folder {
  const folder = folders.get(id);
  if (folder === undefined) throw folderNotFound();
  if (folder.role === null) return folder;
  throw new Refusal(
    'default-folder',
    `Le dossier « ${folder.name ?? id} » ne peut être ni renommé, ni déplacé, ni supprimé.`,
  );
}

/** @throws Refusal `folder-not-found`, `parent-not-allowed` */
export function mayBeParent({ folders }: Folders, parent: string | null): void {
  if (parent === null) return;
  const folder = folders.get(parent);
  if (folder === undefined) throw folderNotFound();
  if (folder.role === null || folder.role === 'inbox') return;
  const detail = `Le dossier « ${folder.name ?? parent} » ne peut pas contenir de dossiers.`;
  throw new Refusal('parent-not-allowed', detail);
}

export function childrenOf({ folders }: Folders, parent: string): readonly string[] {
  return [...folders].filter(([, folder]) => folder.parent === parent).map(([id]) => id);
}

/** Whether the folder is `ancestor` itself, or in it at any depth. */
export function isWithin({ folders }: Folders, folder: string, ancestor: string): boolean {
  for (let id: string | null = folder; id !== null; id = folders.get(id)?.parent ?? null) {
    if (id === ancestor) return true;
  }
  return false;
}

/**
 * @param leaving folders that will not be siblings there: the one that is placed, and one that is deleted with it
 * @throws Refusal `name-taken`: a sibling has it, or one of the four of every account
 */
export function nameIsFree({ folders }: Folders, place: Place, leaving: readonly string[] = []): void {
  const { parent, name } = place;
  if (name === null) return;
  for (const [id, sibling] of folders) {
    if (leaving.includes(id) || sibling.parent !== parent || sibling.name === null) continue;
    if (sameName(sibling.name, name)) {
      throw new Refusal('name-taken', `Il y a déjà un dossier « ${sibling.name} » à cet endroit.`);
    }
  }
}

/** @param height levels of what is put there: 1 for a folder without others in it. @throws Refusal `too-deep` */
export function isNotTooDeep(folders: Folders, parent: string | null, height: number): void {
  if (levelOf(folders, parent) + height <= MAX_DEPTH) return;
  throw new Refusal('too-deep', `Les dossiers ont au plus ${MAX_DEPTH} niveaux.`);
}

/** Levels of a folder and what is in it. */
export function heightOf(folders: Folders, id: string): number {
  return 1 + Math.max(0, ...childrenOf(folders, id).map((child) => heightOf(folders, child)));
}

function levelOf({ folders }: Folders, folder: string | null): number {
  let level = 0;
  for (let id = folder; id !== null; id = folders.get(id)?.parent ?? null) level += 1;
  return level;
}
