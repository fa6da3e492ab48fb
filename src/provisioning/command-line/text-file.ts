import { readFile } from 'node:fs/promises';
import { Refusal } from '../../contracts/decider.js';

/**
 * A file of the operator's, without its byte order mark.
 *
 * @throws Refusal `invalid` where it is no UTF-8; what the file system threw
 */
export async function readTextFile(path: string): Promise<string> {
  const bytes = await readFile(path);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Refusal('invalid', 'Le fichier n’est pas un texte en UTF-8.');
  }
}
