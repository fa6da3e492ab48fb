import { type CommandContext } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';

/** The same ids at every start: a seed that was cut short is taken up where it ended. */
export const demoId = (kind: 'mailbox' | 'person', address: string): string =>
  deterministicUuid('demonstration', kind, address);

export function seedContext(
  step: string,
  acting: { readonly actor?: string; readonly mailbox?: string } = {},
): CommandContext {
  const operation = deterministicUuid('demonstration', 'step', step);
  return {
    actor: acting.actor ?? null,
    mailbox: acting.mailbox ?? null,
    correlationId: operation,
    causationId: operation,
    operation,
    keyed: true,
  };
}
