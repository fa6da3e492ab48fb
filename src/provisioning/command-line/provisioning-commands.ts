import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PublishTermsCommand } from '../../accounts/publish-terms/publish-terms.command.js';
import { Refusal } from '../../contracts/decider.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { Problem } from '../../platform/http/problem.js';
import { CommandLine, type CommandOutcome, type LineWriter } from '../../platform/management/command-line.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { TermsDto } from '../terms/terms.dto.js';
import { termsHtml } from '../terms/terms-html.js';
import { AccountCommands } from './account-commands.js';
import { checked, type Handler } from './checked.js';
import { ImportCommand } from './import-command.js';
import { readTextFile } from './text-file.js';

type Carried = (
  context: CommandContext,
  args: readonly string[],
  write: LineWriter,
) => Promise<CommandOutcome>;

/** What operators provision at the command line: what administrators do by HTTP, in the service's own name (X4). */
@Injectable()
export class ProvisioningCommands implements OnModuleInit {
  constructor(
    private readonly commands: CommandLine,
    private readonly bus: CommandBus,
    private readonly accounts: AccountCommands,
    private readonly imports: ImportCommand,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  onModuleInit(): void {
    this.add('accounts import', (...asked) => this.imports.run(...asked));
    const handlers: Readonly<Record<string, Handler>> = {
      ...this.accounts.handlers,
      'terms publish': this.publishTerms,
    };
    for (const [name, handler] of Object.entries(handlers)) {
      this.add(name, async (context, args) => ({ exitCode: 0, lines: [await handler(context, args)] }));
    }
  }

  /** What is refused is told to whoever asked, and is no failure of the service. */
  private add(name: string, carry: Carried): void {
    this.commands.add(name, async (args, write): Promise<CommandOutcome> => {
      const operation = this.randomness.uuid();
      const ids = { correlationId: operation, causationId: operation, operation };
      try {
        return await carry({ actor: null, mailbox: null, ...ids }, args, write);
      } catch (error) {
        if (error instanceof Refusal || error instanceof Problem)
          return { exitCode: 1, lines: refusalLines(error) };
        if (isFileError(error)) return { exitCode: 1, lines: [error.message] };
        throw error;
      }
    });
  }

  private readonly publishTerms: Handler = async (context, [version, title, file = '']) => {
    const typed = { version, title, html: await readTextFile(file) };
    const terms = await checked(TermsDto, typed);
    const html = termsHtml(terms.html);
    await this.bus.execute(new PublishTermsCommand(context, terms.version, terms.title, html));
    return terms.version;
  };
}

const refusalLines = ({ detail, errors }: Refusal | Problem): string[] =>
  errors.length === 0 ? [detail] : errors.map(({ field, detail: what }) => `${field}: ${what}`);

const isFileError = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && 'path' in error;
