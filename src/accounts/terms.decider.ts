import { type Decider, Refusal } from '../contracts/decider.js';
import { type TermsEvent } from '../contracts/events/reservation.events.js';

/** The document « Conditions Générales d'Utilisation » is the stream `terms-use`. */
export const TERMS_OF_USE = 'use';

export interface TermsState {
  /** The version in force. */
  readonly current: string | null;
  /** Version → SHA-256 of its text. */
  readonly versions: ReadonlyMap<string, string>;
}

export const termsDecider: Decider<TermsState, TermsEvent> = {
  initial: { current: null, versions: new Map() },
  evolve(state, event) {
    const { version, sha256 } = event.data;
    return { current: version, versions: new Map(state.versions).set(version, sha256) };
  },
};

/** A version that was published stays what it was: people have accepted it (A2). */
export function publishTerms(state: TermsState, terms: TermsEvent['data']): TermsEvent[] {
  const known = state.versions.get(terms.version);
  if (known !== undefined) {
    if (known === terms.sha256 && state.current === terms.version) return [];
    throw new Refusal('version-taken', 'Cette version est déjà publiée.');
  }
  return [{ type: 'TermsPublished', data: terms, private: null }];
}
