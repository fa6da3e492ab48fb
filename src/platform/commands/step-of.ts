import { type CommandContext } from './aggregates.js';
import { deterministicUuid } from '../randomness/randomness.js';

/** The context of one of several commands that carry out one: the same step of the same operation is done once. */
export function stepOf(context: CommandContext, ...step: readonly string[]): CommandContext {
  return { ...context, operation: deterministicUuid(context.operation, ...step) };
}
