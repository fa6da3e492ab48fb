import { Command } from '@nestjs/cqrs';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { type AccountField, type PlannedAccount } from './account-form.js';

/**
 * `created` now (or would be, in a dry run); `already` there, just so; or there, and it `differs`: nothing is changed
 * then, neither what its user nor what an administrator set.
 */
export interface ProvisionedAccount {
  readonly outcome: 'created' | 'already' | 'differs';
  readonly id: string;
  /** In which fields it differs. */
  readonly differs: readonly AccountField[];
  /** Of its stream; -1 in a dry run that would create it. */
  readonly revision: number;
}

/** An account as the managing structure wants it (X4): made once, however often it is asked for. */
export class ProvisionAccountCommand extends Command<ProvisionedAccount> {
  constructor(
    readonly context: CommandContext,
    readonly account: PlannedAccount,
    /** Everything is looked up, and nothing written. */
    readonly dryRun = false,
  ) {
    super();
  }
}
