import { type MailboxState } from '../accounts/mailbox.state.js';
import { Refusal, type RefusedField } from '../contracts/decider.js';
import { type AutoReply } from '../contracts/settings/auto-reply.js';
import { isBlank } from '../contracts/text/blank.js';
import { type MailboxEvent } from '../contracts/events/mailbox.events.js';

export const MAX_AUTO_REPLY_LENGTH = 10_000;

/** The automatic reply (S10): one that is switched on says something, between two days in their order. */
export function setAutoReply(state: MailboxState, reply: AutoReply): MailboxEvent[] {
  const wrong = checkAutoReply(reply);
  if (wrong.length > 0) throw new Refusal('invalid', 'Des champs sont vides ou ne conviennent pas.', wrong);
  const { text, ...data } = reply;
  const before = state.settings.autoReply;
  const isSame =
    before?.enabled === reply.enabled &&
    before.text === text &&
    before.from === reply.from &&
    before.to === reply.to;
  return isSame ? [] : [{ type: 'AutoReplySet', data, private: { text } }];
}

function checkAutoReply({ enabled, text, from, to }: AutoReply): RefusedField[] {
  const wrong: RefusedField[] = [];
  if (enabled && isBlank(text)) {
    wrong.push({ field: 'text', code: 'required', detail: 'Indiquez le texte de la réponse automatique.' });
  }
  for (const [field, day] of Object.entries({ from, to })) {
    if (day === null || isDay(day)) continue;
    wrong.push({ field, code: 'day', detail: 'Cette date n’existe pas.' });
  }
  if (wrong.length === 0 && from !== null && to !== null && to < from) {
    wrong.push({ field: 'to', code: 'order', detail: 'La date de fin précède la date de début.' });
  }
  return wrong;
}

/** A day of the calendar: `2026-02-30` is none. */
function isDay(text: string): boolean {
  const noon = new Date(`${text}T12:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(noon.getTime()) && noon.toISOString().startsWith(text)
  );
}
