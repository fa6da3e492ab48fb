import { Refusal } from '../contracts/decider.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';
import { MAX_RETENTION_DAYS } from '../contracts/retention/expiry-date.js';
import { existing } from './decide-register-mailbox.js';
import { type MailboxState } from './mailbox.state.js';

/** The account keeps its messages for less than the law of the product, never for longer; null: as long as that. */
export function setRetention(state: MailboxState, days: number | null): MailboxEvent[] {
  existing(state);
  if (days === state.retentionDays) return [];
  if (days !== null && (!Number.isInteger(days) || days < 1)) {
    const detail = 'La durée est un nombre entier de jours, d’un jour au moins.';
    throw new Refusal('invalid', detail, [{ field: 'days', code: 'range', detail }]);
  }
  if (days !== null && days > MAX_RETENTION_DAYS) {
    throw new Refusal(
      'retention-too-long',
      `Les messages sont conservés trois mois au plus : choisissez ${MAX_RETENTION_DAYS} jours ou moins.`,
    );
  }
  return [{ type: 'RetentionSet', data: { days }, private: null }];
}

/** Nothing is kept longer than the law of the product allows, for whatever reason. */
export function setLegalHold(state: MailboxState): never {
  existing(state);
  throw new Refusal(
    'no-legal-hold',
    'La conservation d’un compte ne peut pas être prolongée : tout message est supprimé au bout de trois mois, ' +
      'sans exception. Exportez les messages à conserver avant cette échéance.',
  );
}

/** Every copy of before the setting ends by it too. Not, where another setting has come meanwhile. */
export function retentionApplied(state: MailboxState, days: number): MailboxEvent[] {
  if (!state.retentionPending || state.retentionDays !== days) return [];
  return [{ type: 'RetentionApplied', data: { days }, private: null }];
}
