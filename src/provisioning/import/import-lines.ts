import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AddressBook } from '../../accounts/index.js';
import { Refusal, type RefusedField } from '../../contracts/decider.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { Config } from '../../platform/config/config.js';
import { checkAccountForm, type PlannedAccount } from '../accounts/account-form.js';
import { ProvisionAccountCommand, type ProvisionedAccount } from '../accounts/provision-account.command.js';
import { stepOf } from '../../platform/commands/step-of.js';
import { ImportAdditions, type MissingAdditions } from './import-additions.js';
import { type Claim, claimsOf, type ImportPlan, notifiedOf } from './import-plan.js';
import { type ImportRecord } from './import-records.js';
import { checkAdditions, type PlannedAdditions } from './planned-additions.js';

const TEXTS: Readonly<Record<ImportLineView['outcome'], string>> = {
  created: 'créé',
  completed: 'complété',
  already: 'déjà là',
  differs: 'déjà là, mais autrement : rien n’a été changé',
  failed: 'refusé',
};

/** A line whose values are well-formed. */
interface PlannedLine {
  readonly record: ImportRecord;
  readonly account: PlannedAccount;
  readonly additions: PlannedAdditions;
}

/** What one import is about. */
export interface ImportRun {
  readonly context: CommandContext;
  readonly plan: ImportPlan;
  /** Everything is looked up, and nothing written. */
  readonly dryRun: boolean;
}

/** One line after another of an import (X4). */
@Injectable()
export class ImportLines {
  constructor(
    private readonly config: Config,
    private readonly addresses: AddressBook,
    private readonly additions: ImportAdditions,
    private readonly bus: CommandBus,
  ) {}

  /** Says what became of the line; fails only where the stores do. Lines claim what is theirs in the order of the calls. */
  async run(run: ImportRun, record: ImportRecord): Promise<ImportLineView> {
    if (record.misfit !== undefined) {
      const misfit = { field: 'file', code: 'columns', detail: record.misfit };
      return reported(record, 'failed', { errors: [misfit] });
    }
    const { account, errors } = checkAccountForm(record.form, this.config.platformDomains);
    const checked = checkAdditions(record, account?.type);
    if (account === null || checked.additions === null) {
      return reported(record, 'failed', { errors: [...(errors ?? []), ...(checked.errors ?? [])] });
    }
    const { additions } = checked;
    const claims = claimsOf(account, additions.correspondences);
    try {
      const work = () => this.provision(run, { record, account, additions });
      return await run.plan.claim(claims, work, notifiedOf(account), isKept);
    } catch (error) {
      if (error instanceof Refusal) return reported(record, 'failed', { errors: fieldsOf(error) });
      throw error;
    }
  }

  /** Everything is looked up before anything is written: a line that fails leaves nothing behind, as a dry run says. */
  private async provision(
    { context: whole, plan, dryRun }: ImportRun,
    { record, account, additions }: PlannedLine,
  ): Promise<ImportLineView> {
    const context = stepOf(whole, `line ${record.line}`);
    const make = (dry: boolean): Promise<ProvisionedAccount> =>
      this.bus.execute(new ProvisionAccountCommand(stepOf(context, 'account'), account, dry));
    const planned = await make(true);
    const notified = await this.notifiedAt(account);
    const possible = await this.additions.lookUp(additions, { id: planned.id, notified }, plan);
    const isNew = planned.outcome === 'created';
    const provisioned = isNew && !dryRun ? await make(false) : planned;
    const missing = this.additions.missing((await this.addresses.find(account.address))?.state, possible);
    const differs = [...provisioned.differs, ...missing.differs];
    if (differs.length > 0) return reported(record, 'differs', { id: provisioned.id, differs });
    if (!dryRun) await this.additions.add(context, provisioned.id, missing);
    else if (account.person !== null) plan.addPerson(newAddresses(isNew, account, missing));
    return reported(record, outcomeOf(provisioned, missing), { id: provisioned.id });
  }

  /** Where the account is notified, or would be once it is made. */
  private async notifiedAt({ address, notifyAddress }: PlannedAccount): Promise<string | null> {
    const made = await this.addresses.find(address);
    return made === undefined ? notifyAddress : (made.state.settings.notifications?.address ?? null);
  }
}

/** Under which a dry run would have reached the account, and the log does not yet. */
const newAddresses = (
  isNew: boolean,
  { address }: PlannedAccount,
  { correspondences }: MissingAdditions,
): string[] => [...(isNew ? [address] : []), ...correspondences.map((one) => one.address)];

/** A line that differs has added nothing: beside its address, what it asks for is left to the lines after it. */
const isKept = ({ outcome }: ImportLineView, { field }: Claim): boolean =>
  outcome !== 'differs' || field === 'address';

function outcomeOf(
  { outcome }: ProvisionedAccount,
  { grants, correspondences }: MissingAdditions,
): ImportLineView['outcome'] {
  const isAdded = grants.length + correspondences.length > 0;
  return outcome === 'already' && isAdded ? 'completed' : outcome;
}

function fieldsOf({ code, detail, errors }: Refusal): readonly RefusedField[] {
  if (errors.length > 0) return errors;
  return [{ field: code === 'identity-taken' ? 'idNumber' : 'address', code, detail }];
}

function reported(
  { line, form }: ImportRecord,
  outcome: ImportLineView['outcome'],
  more: {
    readonly id?: string;
    readonly differs?: readonly string[];
    readonly errors?: readonly RefusedField[];
  },
): ImportLineView {
  const { id = null, differs = [], errors = [] } = more;
  return {
    line,
    address: form.address.trim(),
    id,
    outcome,
    text: TEXTS[outcome],
    differs,
    errors: errors.map(({ field, code, detail }) => ({ field, code, detail })),
  };
}
