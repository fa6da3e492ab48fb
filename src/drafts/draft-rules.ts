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
 * Everything that decides it stands here: a signature that the service added belongs here too.
 *
 * @param html made safe: its text has no `<` and its attributes no `>`
 */
export function isEmptyDraft({ to, cc, subject, html }: DraftFields): boolean {
  return [...to, ...cc, subject].every(isBlank) && !/<img\b/i.test(html) && isBlank(textOf(html));
}

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
