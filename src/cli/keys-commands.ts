import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { MasterKeyMissing } from '../platform/crypto/load-master-keys.js';
import { MasterKeys } from '../platform/crypto/master-key.js';
import { rotateSealingKey } from '../platform/crypto/sealing-keys.js';
import { DATABASES, type Databases } from '../platform/documents/documents.js';
import { CommandLine, type CommandOutcome } from '../platform/management/command-line.js';
import { CLOCK, type Clock } from '../platform/time/clock.js';
import { keysRotate } from './keys-rotate.js';

/** The commands about keys, run in the process that holds the stores. */
@Injectable()
export class KeysCommands implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly master: MasterKeys,
    private readonly commands: CommandLine,
    @Inject(DATABASES) private readonly databases: Databases,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.commands.add('keys rotate', () => this.rotate());
    this.commands.add('keys rotate-seals', () => this.rotateSeals());
  }

  private async rotate(): Promise<CommandOutcome> {
    const { masterKey, masterKeyNext, dataDir, production } = this.config;
    const { databases, master: running } = this;
    const options = { databases, masterKey, masterKeyNext, dataDir, production, running };
    try {
      const { rewrapped, next } = await keysRotate(options);
      const lines = [`${rewrapped} secrets wrapped anew`];
      return { exitCode: 0, lines: next === '' ? lines : [...lines, next] };
    } catch (error) {
      // What is missing is told to whoever asked, not to the log of the service.
      if (error instanceof MasterKeyMissing) return { exitCode: 1, lines: [error.message] };
      throw error;
    }
  }

  private async rotateSeals(): Promise<CommandOutcome> {
    const { databases, master, clock } = this;
    const { publicKey } = await rotateSealingKey({ databases, master, clock });
    return { exitCode: 0, lines: [`seals are signed with ${publicKey['kid'] ?? ''} within a minute`] };
  }
}
