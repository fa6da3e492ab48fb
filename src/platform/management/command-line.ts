import { Injectable } from '@nestjs/common';

/** What a command of the command line writes, and its exit code. */
export interface CommandOutcome {
  readonly exitCode: number;
  readonly lines: readonly string[];
}

/**
 * Takes a line before the command ends, so that a long report is held by nobody. Settles once whoever asked takes more,
 * and fails where they have gone.
 */
export type LineWriter = (line: string) => Promise<void>;

/** Runs inside the service, whoever calls: the management port, or the command line that opened `DATA_DIR`. */
export type CommandHandler = (args: readonly string[], write: LineWriter) => Promise<CommandOutcome>;

/** The commands that this process can run, by name (`keys rotate`); each part adds its own when its module starts. */
@Injectable()
export class CommandLine {
  private readonly handlers = new Map<string, CommandHandler>();

  add(name: string, handler: CommandHandler): void {
    this.handlers.set(name, handler);
  }

  /** Undefined where there is no such command. */
  async run(
    name: string,
    args: readonly string[],
    write: LineWriter = nowhere,
  ): Promise<CommandOutcome | undefined> {
    return this.handlers.get(name)?.(args, write);
  }
}

const nowhere: LineWriter = () => Promise.resolve();
