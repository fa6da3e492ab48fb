import { Inject, Injectable, type OnModuleInit, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AddressBook, type FoundMailbox } from '../../accounts/index.js';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { PublishTermsCommand } from '../../accounts/publish-terms/publish-terms.command.js';
import { RemoveCorrespondenceCommand } from '../../accounts/remove-correspondence/remove-correspondence.command.js';
import { WithdrawAccessCommand } from '../../accounts/withdraw-access/withdraw-access.command.js';
import { Refusal } from '../../contracts/decider.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { Problem } from '../../platform/http/problem.js';
import { createValidationPipe } from '../../platform/http/validation.js';
import { CommandLine, type CommandOutcome, type LineWriter } from '../../platform/management/command-line.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { accountFields, type AccountForm } from '../accounts/account-form.js';
import { CreateAccountCommand } from '../accounts/create-account.command.js';
import { CorrespondencesDto, correspondencesOf } from '../correspondences/correspondences.dto.js';
import { SetCorrespondencesCommand } from '../correspondences/set-correspondences.command.js';
import { ManagerDto, managerOf } from '../manager/manager.dto.js';
import { SetManagerCommand } from '../manager/set-manager.command.js';
import { TermsDto } from '../terms/terms.dto.js';
import { termsHtml } from '../terms/terms-html.js';
import { ImportCommand } from './import-command.js';
import { readTextFile } from './text-file.js';

/** Answers what is to be printed. */
type Handler = (context: CommandContext, args: readonly string[]) => Promise<string>;
type Carried = (
  context: CommandContext,
  args: readonly string[],
  write: LineWriter,
) => Promise<CommandOutcome>;

/** What operators provision at the command line: what administrators do by HTTP, in the service's own name (X4). */
@Injectable()
export class ProvisioningCommands implements OnModuleInit {
  private readonly validation = createValidationPipe();

  constructor(
    private readonly commands: CommandLine,
    private readonly bus: CommandBus,
    private readonly addresses: AddressBook,
    private readonly imports: ImportCommand,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  onModuleInit(): void {
    this.add('accounts import', (...asked) => this.imports.run(...asked));
    const handlers: Readonly<Record<string, Handler>> = {
      'accounts create': this.create,
      'accounts grant': this.grant,
      'accounts revoke': this.revoke,
      'accounts correspondence': this.correspondence,
      'accounts remove-correspondence': this.removeCorrespondence,
      'manager set': this.setManager,
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

  private readonly create: Handler = async (context, args) => {
    const fields = accountFields.map((field, index) => [field, args[index] ?? ''] as const);
    const form = Object.fromEntries(fields) as AccountForm;
    return (await this.bus.execute(new CreateAccountCommand(context, form))).id;
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

  private readonly correspondence: Handler = async (context, [account = '', ...said]) => {
    const [kind, address, state, since, details] = said;
    const terms = { state: orAbsent(state), since: orAbsent(since), details: orAbsent(details) };
    const typed = { correspondences: [{ kind, address, ...terms }] };
    const correspondences = correspondencesOf(await this.checked(CorrespondencesDto, typed));
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new SetCorrespondencesCommand(context, mailbox, correspondences))).id;
  };

  private readonly removeCorrespondence: Handler = async (context, [account = '', kind = '']) => {
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new RemoveCorrespondenceCommand(context, mailbox, kind))).id;
  };

  private readonly setManager: Handler = async (context, [account = '', file = '']) => {
    const manager = managerOf(await this.checked(ManagerDto, jsonOf(await readTextFile(file))));
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new SetManagerCommand(context, mailbox, manager))).id;
  };

  private readonly publishTerms: Handler = async (context, [version, title, file = '']) => {
    const typed = { version, title, html: await readTextFile(file) };
    const terms = await this.checked(TermsDto, typed);
    const html = termsHtml(terms.html);
    await this.bus.execute(new PublishTermsCommand(context, terms.version, terms.title, html));
    return terms.version;
  };

  /** By the rules of the HTTP API. @throws Problem */
  private async checked<Dto extends object>(metatype: Type<Dto>, typed: unknown): Promise<Dto> {
    return (await this.validation.transform(typed, { type: 'body', metatype })) as Dto;
  }
}

/** On the command line `""` leaves a text empty; for the rules of the API such a field is absent. */
const orAbsent = (text = ''): string | undefined => (text === '' ? undefined : text);

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refusal('invalid', 'Le fichier n’est pas du JSON valide.');
  }
}

const refusalLines = ({ detail, errors }: Refusal | Problem): string[] =>
  errors.length === 0 ? [detail] : errors.map(({ field, detail: what }) => `${field}: ${what}`);

const isFileError = (error: unknown): error is Error =>
  error instanceof Error && 'syscall' in error && 'path' in error;
