import { Refusal } from '../contracts/decider.js';

export const MAX_DRAFTS = 1_000;
/** A recipient as typed: no address is as long. */
export const MAX_TYPED_ADDRESS = 320;

export interface DraftFields {
  /** As typed: they may be malformed. */
  readonly to: readonly string[];
  readonly cc: readonly string[];
  readonly subject: string;
  readonly html: string;
}

/** What shows nothing: spaces of every width, and marks that only steer how text is set. */
const INVISIBLE = /[\s\u00ad\u200b-\u200f\u2060\ufeff]+/gu;

/**
 * Whether a draft holds nothing: it is then deleted instead of saved (D7). Html without text or image is empty.
 * So is one that shows a signature of the account and nothing else: nobody wrote it.
 *
 * @param html made safe: its text has no `<` and its attributes no `>`
 * @param signatures of the account, made safe
 */
export function isEmptyDraft(
  { to, cc, subject, html }: DraftFields,
  signatures: readonly string[] = [],
): boolean {
  if (![...to, ...cc, subject].every(isBlank)) return false;
  const shown = shownBy(html);
  return shown === '' || signatures.some((signature) => shownBy(signature) === shown);
}

/** Pictures and text, however they are set. */
const shownBy = (html: string): string =>
  [...html.matchAll(/<img\b[^>]*>/gi)].map(([picture]) => picture).join('') +
  textOf(html).replace(INVISIBLE, '');

const textOf = (html: string): string => html.replace(/<[^>]*>/g, '').replace(/&nbsp;|&#160;/gi, ' ');

const isBlank = (text: string): boolean => text.replace(INVISIBLE, '') === '';

export function nothingToSave(): Refusal {
  return new Refusal('draft-empty', 'Ce message est vide : il n’y a rien à sauvegarder.');
}

export function tooManyDrafts(): Refusal {
  return new Refusal(
    'too-many-drafts',
    `Vous avez déjà ${MAX_DRAFTS} brouillons : supprimez-en avant d’en créer un autre.`,
  );
}
