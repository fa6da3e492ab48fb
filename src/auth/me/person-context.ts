import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type Randomness } from '../../platform/randomness/randomness.js';

/**
 * A command of a person about themselves: such commands change nothing when they come twice.
 *
 * @param device the mobile device by which they act, where it is one
 */
export function personContext(randomness: Randomness, person: string, device?: string): CommandContext {
  const id = randomness.uuid();
  return { actor: person, mailbox: null, device, correlationId: id, causationId: id, operation: id };
}
