import { type CommandBus } from '@nestjs/cqrs';
import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { RecordRefusedLoginCommand } from '../../accounts/record-refused-login/record-refused-login.command.js';
import { Metrics } from '../../platform/observability/metrics.js';
import { SeededRandomness } from '../../platform/randomness/randomness.js';
import { LoginJournal } from './login-journal.js';

describe('the journal of refused logins (A1)', () => {
  it('logs and counts the reason, and tells the log of events whose login it was', async () => {
    const lines: string[] = [];
    const sent: unknown[] = [];
    const metrics = new Metrics();
    const bus = {
      execute: (command: unknown) => Promise.resolve(sent.push(command)),
    } as unknown as CommandBus;
    const logger = pino({ base: undefined }, { write: (line: string) => void lines.push(line) });
    const journal = new LoginJournal(bus, logger, new SeededRandomness('journal'), metrics);
    journal.refused('nonce');
    await journal.refusedFor('person-1', 'weak-authentication');
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { level: 40, reason: 'nonce', msg: 'login refused' },
    ]);
    expect(await metrics.registry.metrics()).toContain('medimail_login_refused_total{reason="nonce"} 1');
    expect(sent).toMatchObject([{ person: 'person-1', reason: 'weak-authentication' }]);
    expect(sent[0]).toBeInstanceOf(RecordRefusedLoginCommand);
  });
});
