import { Module } from '@nestjs/common';
import { KeysCommands } from './keys-commands.js';

/** What the command line asks of the process that holds the stores. Needs the platform and the management port. */
@Module({ providers: [KeysCommands] })
export class CliModule {}
