import { setTimeout as pause } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandLine, type CommandOutcome } from '../platform/management/command-line.js';
import { ReadinessChecks } from '../platform/management/readiness.js';
import { Housekeeping } from './housekeeping.js';

/** How long the read models may take to catch up with the log first: they say what is due. */
const PATIENCE_MS = 600_000;
const POLL_MS = 200;

/** What operators ask of retention. */
@Injectable()
export class RetentionCommands implements OnModuleInit {
  constructor(
    private readonly commands: CommandLine,
    private readonly readiness: ReadinessChecks,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.commands.add('retention sweep', () => this.sweep());
  }

  private async sweep(): Promise<CommandOutcome> {
    for (let waited = 0; !(await this.readiness.run()).ready; waited += POLL_MS) {
      if (waited >= PATIENCE_MS) return { exitCode: 1, lines: ['the read models are not up to date'] };
      await pause(POLL_MS);
    }
    let ended = 0;
    for (;;) {
      const round = await this.housekeeping.run();
      ended += round.ended;
      if (round.failed > 0) return { exitCode: 1, lines: [`${ended} ended, ${round.failed} failed`] };
      if (round.ended === 0) return { exitCode: 0, lines: [`${ended} messages and drafts ended`] };
    }
  }
}
