import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { type Logger } from 'pino';
import { Counter } from 'prom-client';
import { RecordRefusedLoginCommand } from '../../accounts/record-refused-login/record-refused-login.command.js';
import { LOGGER } from '../../platform/observability/logger.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { personContext } from '../me/person-context.js';

/**
 * Where refused logins are written down: counted and logged by their reason, without anything of the person; where
 * the portal proved somebody whom we know, in their own stream as well (A1).
 */
@Injectable()
export class LoginJournal {
  private readonly refusals: Counter<'reason'>;

  constructor(
    private readonly commands: CommandBus,
    @Inject(LOGGER) private readonly logger: Logger,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    metrics: Metrics,
  ) {
    this.refusals = new Counter({
      name: 'medimail_login_refused_total',
      help: 'Refused logins and logout tokens by reason.',
      labelNames: ['reason'] as const,
      registers: [metrics.registry],
    });
  }

  refused(reason: string): void {
    this.refusals.inc({ reason });
    this.logger.warn({ reason }, 'login refused');
  }

  async refusedFor(person: string, reason: string): Promise<void> {
    const context = personContext(this.randomness, person);
    await this.commands.execute(new RecordRefusedLoginCommand(context, person, reason));
  }
}
