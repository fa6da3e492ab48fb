import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { Refusal } from '../../contracts/decider.js';

/** 132 bits: two contents of one thing have the same tag by no accident. */
const CHARACTERS = 22;

/**
 * What stands for a content, so that a window can say which it has read: a hash of its RFC 8785 form. The same content
 * has the same tag, whatever was in between.
 */
export const contentTag = (content: unknown): string =>
  createHash('sha256')
    .update(canonicalize(content) ?? '')
    .digest('base64url')
    .slice(0, CHARACTERS);

/** A request that asks for a version where there is none. */
export const noVersion = (): Refusal =>
  new Refusal('changed', 'Cette demande ne connaît pas de version : rien n’a été modifié.');

/**
 * @param seen the tags of what the window has read (`If-Match`); undefined where it does not say
 * @throws Refusal `changed` where the content is another now
 */
export function requireSeen(seen: readonly string[] | undefined, content: unknown): void {
  if (seen === undefined || seen.includes(contentTag(content))) return;
  throw new Refusal(
    'changed',
    'Ces informations ont été modifiées entre-temps : rien n’a été enregistré. Rechargez la page pour les voir.',
  );
}
