import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config.js';
import { MasterKeys } from '../platform/crypto/master-key.js';
import { DATABASES, type Databases } from '../platform/documents/documents.js';
import { CommandLine, type CommandOutcome } from '../platform/management/command-line.js';
import { keysRotate } from './keys-rotate.js';

/** The commands about keys, run in the process that holds the stores. */
@Injectable()
export class KeysCommands implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly master: MasterKeys,
    private readonly commands: CommandLine,
    @Inject(DATABASES) private readonly databases: Databases,
  ) {}

  onModuleInit(): void {
    this.commands.add('keys rotate', () => this.rotate());
  }

  private async rotate(): Promise<CommandOutcome> {
    const { masterKey, masterKeyNext, dataDir, production } = this.config;
    const { databases, master: running } = this;
    const { rewrapped, next } = await keysRotate({
      databases,
      masterKey,
      masterKeyNext,
      dataDir,
      production,
      running,
    });
    const lines = [`${rewrapped} secrets wrapped anew`];
    return { exitCode: 0, lines: next === '' ? lines : [...lines, next] };
  }
}
