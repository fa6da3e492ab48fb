import { type CommandContext } from '../platform/commands/aggregates.js';
import { type Randomness } from '../platform/randomness/randomness.js';

/** The service itself acts, for nobody. */
export function serviceContext(randomness: Randomness): CommandContext {
  const operation = randomness.uuid();
  return { actor: null, mailbox: null, correlationId: operation, causationId: operation, operation };
}
