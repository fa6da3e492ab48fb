import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.js';
import { appOptions, logFromNowOn } from '../configure-app.js';
import { type Config } from '../platform/config/config.js';
import { CommandLine, type CommandOutcome, type LineWriter } from '../platform/management/command-line.js';

/**
 * Opens the stores itself, under the lock of `DATA_DIR`, and runs the command in this process.
 *
 * @throws DataDirInUse a service has the folder, and does not answer
 */
export async function runStandalone(
  config: Config,
  command: string,
  args: readonly string[],
  write: LineWriter,
): Promise<CommandOutcome> {
  const app = await NestFactory.createApplicationContext(AppModule.forRoot(config), appOptions);
  logFromNowOn(app);
  try {
    const outcome = await app.get(CommandLine).run(command, args, write);
    return outcome ?? { exitCode: 1, lines: [`${command}: not in this process`] };
  } finally {
    await app.close();
  }
}
