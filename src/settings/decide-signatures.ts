import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { isBlank } from '../contracts/text/blank.js';

export const MAX_SIGNATURES = 50;
export const MAX_SIGNATURE_NAME = 255;
export const MAX_SIGNATURE_BYTES = 64 * 1024;

export interface Signature {
  readonly name: string;
  /** Made safe. */
  readonly html: string;
}

/** A signature more (S6). */
export function createSignature(
  state: MailboxState,
  { signature, ...texts }: Signature & { readonly signature: string },
): MailboxEvent[] {
  const { signatures } = state.settings;
  const kept = checked(texts);
  if (!signatures.has(signature) && signatures.size >= MAX_SIGNATURES) {
    throw new Refusal(
      'too-many-signatures',
      `Ce compte a déjà ${MAX_SIGNATURES} signatures : supprimez-en une avant d’en créer une autre.`,
    );
  }
  return [{ type: 'SignatureSaved', data: { signature }, private: kept }];
}

/** As it was changes nothing. */
export function changeSignature(
  state: MailboxState,
  { signature, ...texts }: Signature & { readonly signature: string },
): MailboxEvent[] {
  const before = knownSignature(state, signature);
  const kept = checked(texts);
  if (before.name === kept.name && before.html === kept.html) return [];
  return [{ type: 'SignatureSaved', data: { signature }, private: kept }];
}

export function removeSignature(state: MailboxState, signature: string): MailboxEvent[] {
  knownSignature(state, signature);
  return [{ type: 'SignatureRemoved', data: { signature }, private: null }];
}

/** @throws Refusal `not-found` */
export function knownSignature(state: MailboxState, signature: string): Signature {
  const found = state.settings.signatures.get(signature);
  if (found === undefined) throw signatureNotFound();
  return found;
}

export function signatureNotFound(): Refusal {
  return new Refusal('not-found', 'Cette signature n’existe pas ou n’existe plus.');
}

function checked({ name: typed, html }: Signature): Signature {
  const name = typed.trim();
  if (isBlank(name)) {
    const detail = 'Indiquez le nom de la signature.';
    throw new Refusal('invalid', detail, [{ field: 'name', code: 'required', detail }]);
  }
  if (Buffer.byteLength(html) > MAX_SIGNATURE_BYTES) {
    throw new Refusal('html-too-large', 'Le texte de la signature dépasse 64 Ko.');
  }
  return { name, html };
}
