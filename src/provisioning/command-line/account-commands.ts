import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AddressBook } from '../../accounts/index.js';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { IssueAssociationCodeCommand } from '../../accounts/issue-association-code/issue-association-code.command.js';
import { RemoveCorrespondenceCommand } from '../../accounts/remove-correspondence/remove-correspondence.command.js';
import { SetRetentionCommand } from '../../accounts/set-retention/set-retention.command.js';
import { WithdrawAccessCommand } from '../../accounts/withdraw-access/withdraw-access.command.js';
import { Refusal } from '../../contracts/decider.js';
import { accountFields, type AccountForm } from '../accounts/account-form.js';
import { CreateAccountCommand } from '../accounts/create-account.command.js';
import { CorrespondencesDto, correspondencesOf } from '../correspondences/correspondences.dto.js';
import { SetCorrespondencesCommand } from '../correspondences/set-correspondences.command.js';
import { ManagerDto, managerOf } from '../manager/manager.dto.js';
import { SetManagerCommand } from '../manager/set-manager.command.js';
import { RetentionDto } from '../retention/retention.dto.js';
import { checked, type Handler } from './checked.js';
import { readTextFile } from './text-file.js';

/** Commands about one account, which is named by one of its addresses. */
@Injectable()
export class AccountCommands {
  constructor(
    private readonly bus: CommandBus,
    private readonly addresses: AddressBook,
  ) {}

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
    const login = await this.addresses.findTyped(person);
    const grant = state.grants.get(login.state.owner ?? '') ?? '';
    return (await this.bus.execute(new WithdrawAccessCommand(context, mailbox, grant))).id;
  };

  private readonly correspondence: Handler = async (context, [account = '', ...said]) => {
    const [kind, address, state, since, details] = said;
    const terms = { state: orAbsent(state), since: orAbsent(since), details: orAbsent(details) };
    const typed = { correspondences: [{ kind, address, ...terms }] };
    const correspondences = correspondencesOf(await checked(CorrespondencesDto, typed));
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new SetCorrespondencesCommand(context, mailbox, correspondences))).id;
  };

  private readonly removeCorrespondence: Handler = async (context, [account = '', kind = '']) => {
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new RemoveCorrespondenceCommand(context, mailbox, kind))).id;
  };

  private readonly associationCode: Handler = async (context, [account = '']) => {
    const { mailbox } = await this.addresses.findTyped(account);
    const { code, expiresAt } = await this.bus.execute(new IssueAssociationCodeCommand(context, mailbox));
    return `${code} ${expiresAt}`;
  };

  private readonly retention: Handler = async (context, [account = '', days = '']) => {
    const typed = { days: days === '' ? null : Number(days) };
    const { days: kept } = await checked(RetentionDto, typed);
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new SetRetentionCommand(context, mailbox, kept))).id;
  };

  private readonly setManager: Handler = async (context, [account = '', file = '']) => {
    const manager = managerOf(await checked(ManagerDto, jsonOf(await readTextFile(file))));
    const { mailbox } = await this.addresses.findTyped(account);
    return (await this.bus.execute(new SetManagerCommand(context, mailbox, manager))).id;
  };

  readonly handlers: Readonly<Record<string, Handler>> = {
    'accounts create': this.create,
    'accounts grant': this.grant,
    'accounts revoke': this.revoke,
    'accounts correspondence': this.correspondence,
    'accounts remove-correspondence': this.removeCorrespondence,
    'accounts association-code': this.associationCode,
    'accounts retention': this.retention,
    'manager set': this.setManager,
  };
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
