import { Refusal } from '../contracts/decider.js';

export const MAX_RECIPIENTS = 500;
/** Of one list as it is posted: addresses that are written twice are one recipient. */
export const MAX_POSTED_ADDRESSES = 1_000;
/** In characters (Unicode code points). */
export const MAX_SUBJECT_LENGTH = 255;
export const MAX_HTML_BYTES = 1024 * 1024;
/** 60 Mo, inclusive, for all attachments of a message, the originals of a forward counted (D1). */
export const MAX_ATTACHMENTS_BYTES = 60 * 1024 * 1024;
export const MAX_ATTACHMENTS = 500;

export interface Composition {
  /** How many addresses « À » and « Cc » name, each counted once. */
  readonly recipients: number;
  readonly subject: string;
  /** Bytes of the html as posted, in UTF-8. */
  readonly htmlBytes: number;
}

/** What is checked before anything is looked up, made or sealed. */
export function checkComposition(composition: Composition): void {
  if (composition.recipients === 0) {
    throw invalid('to', 'required', 'Indiquez au moins un destinataire.');
  }
  checkTexts(composition);
}

/** The limits that a draft has too: it may have no recipient. */
export function checkTexts({ recipients, subject, htmlBytes }: Composition): void {
  if (recipients > MAX_RECIPIENTS) {
    throw invalid('to', 'too-many', `Un message a au plus ${MAX_RECIPIENTS} destinataires.`);
  }
  if (Array.from(subject).length > MAX_SUBJECT_LENGTH) {
    throw invalid('subject', 'too-long', `L’objet a au plus ${MAX_SUBJECT_LENGTH} caractères.`);
  }
  if (htmlBytes > MAX_HTML_BYTES) {
    throw new Refusal('html-too-large', 'Le texte du message dépasse 1 Mo.');
  }
}

export function checkAttachments(sizes: readonly number[]): void {
  if (sizes.length > MAX_ATTACHMENTS) {
    throw invalid('attachments', 'too-many', `Un message a au plus ${MAX_ATTACHMENTS} pièces jointes.`);
  }
  if (sizes.reduce((total, size) => total + size, 0) > MAX_ATTACHMENTS_BYTES) {
    throw attachmentsTooLarge();
  }
}

export function attachmentsTooLarge(): Refusal {
  return new Refusal('attachments-too-large', 'Les pièces jointes dépassent 60 Mo au total.');
}

function invalid(field: string, code: string, detail: string): Refusal {
  return new Refusal('invalid', detail, [{ field, code, detail }]);
}
