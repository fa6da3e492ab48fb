import { createReadStream, createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AddressBook, type FoundMailbox } from '../../accounts/index.js';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { PublishTermsCommand } from '../../accounts/publish-terms/publish-terms.command.js';
import { WithdrawAccessCommand } from '../../accounts/withdraw-access/withdraw-access.command.js';
import { Refusal } from '../../contracts/decider.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { sanitizeHtml } from '../../platform/html/html-sanitizer.js';
import { CommandLine, type CommandOutcome } from '../../platform/management/command-line.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { accountFields, type AccountForm } from '../accounts/account-form.js';
import { CreateAccountCommand } from '../accounts/create-account.command.js';
import { SetCorrespondencesCommand } from '../correspondences/set-correspondences.command.js';
import { ImportAccounts } from '../import/import-accounts.js';

type Handler = (context: CommandContext, args: readonly string[]) => Promise<string>;

/** What operators provision at the command line: what administrators do by HTTP, in the service's own name (X4). */
@Injectable()
export class ProvisioningCommands implements OnModuleInit {
  constructor(
    private readonly commands: CommandLine,
    private readonly bus: CommandBus,
    private readonly addresses: AddressBook,
    private readonly accounts: ImportAccounts,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  onModuleInit(): void {
    this.add('accounts import', this.import);
    this.add('accounts create', this.create);
    this.add('accounts grant', this.grant);
    this.add('accounts revoke', this.revoke);
    this.add('accounts correspondence', this.correspondence);
    this.add('terms publish', this.publishTerms);
  }

  /** What is refused is told to whoever asked, and is no failure of the service. */
  private add(name: string, handler: Handler): void {
    this.commands.add(name, async (args): Promise<CommandOutcome> => {
      const operation = this.randomness.uuid();
      const ids = { correlationId: operation, causationId: operation, operation };
      try {
        return { exitCode: 0, lines: [await handler({ actor: null, mailbox: null, ...ids }, args)] };
      } catch (error) {
        if (error instanceof Refusal) return { exitCode: 1, lines: refusalLines(error) };
        if (isFileError(error)) return { exitCode: 1, lines: [error.message] };
        throw error;
      }
    });
  }

  private readonly import: Handler = async (context, [file = '', report = '', dryRun]) => {
    const counts = new Map<string, number>();
    const source = createReadStream(file);
    const lines = this.accounts.run(source, context, { dryRun: dryRun !== undefined });
    // Names and addresses: for nobody but who asked.
    const target = createWriteStream(report, { flags: 'wx', mode: 0o600 });
    await pipeline(Readable.from(counted(lines, counts)), target);
    return [...counts].map(([outcome, count]) => `${count} ${outcome}`).join(', ') || 'no lines';
  };

  private readonly create: Handler = async (context, [address = '', type = '', ...fields]) => {
    const form = Object.fromEntries(accountFields.map((field) => [field, ''])) as Record<
      keyof AccountForm,
      string
    >;
    for (const [index, field] of (['lastName', 'firstName', 'label'] as const).entries()) {
      form[field] = fields[index] ?? '';
    }
    const command = new CreateAccountCommand(context, { ...form, address, type });
    return (await this.bus.execute(command)).id;
  };

  private readonly grant: Handler = async (context, [account = '', person = '']) => {
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new GrantAccessCommand(context, mailbox, person))).id;
  };

  private readonly revoke: Handler = async (context, [account = '', person = '']) => {
    const { mailbox, state } = await this.addresses.findTyped(account);
    const login: FoundMailbox = await this.addresses.findTyped(person);
    const grant = state.grants.get(login.state.owner ?? '') ?? '';
    return (await this.bus.execute(new WithdrawAccessCommand(context, mailbox, grant))).id;
  };

  private readonly correspondence: Handler = async (context, [account = '', kind = '', address = '']) => {
    if (kind !== 'mssante' && kind !== 'apicrypt') {
      throw new Refusal('invalid', 'Une correspondance est mssante ou apicrypt.');
    }
    const { mailbox } = await this.addresses.findTyped(account);
    const command = new SetCorrespondencesCommand(context, mailbox, [{ kind, address }]);
    return (await this.bus.execute(command)).id;
  };

  private readonly publishTerms: Handler = async (context, [version = '', title = '', file = '']) => {
    const html = sanitizeHtml(await readFile(file, 'utf8'));
    await this.bus.execute(new PublishTermsCommand(context, version, title, html));
    return version;
  };
}

async function* counted(
  lines: AsyncIterable<ImportLineView>,
  counts: Map<string, number>,
): AsyncGenerator<string> {
  for await (const line of lines) {
    counts.set(line.outcome, (counts.get(line.outcome) ?? 0) + 1);
    yield `${JSON.stringify(line)}\n`;
  }
}

const refusalLines = ({ detail, errors }: Refusal): string[] =>
  errors.length === 0 ? [detail] : errors.map(({ field, detail: what }) => `${field}: ${what}`);

const isFileError = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && 'path' in error;
