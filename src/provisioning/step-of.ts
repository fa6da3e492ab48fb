import { type CommandContext } from '../platform/commands/aggregates.js';
import { deterministicUuid } from '../platform/randomness/randomness.js';

/** The context of one of several commands that carry out one: the same step of the same operation is done once. */
export function stepOf(context: CommandContext, step: string): CommandContext {
  return { ...context, operation: deterministicUuid(context.operation, step) };
}
