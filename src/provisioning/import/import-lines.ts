import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AddressBook, normalizeAddress } from '../../accounts/index.js';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { SetCorrespondenceCommand } from '../../accounts/set-correspondence/set-correspondence.command.js';
import { Refusal, type RefusedField } from '../../contracts/decider.js';
import { type ImportLineView } from '../../contracts/http/accounts.http.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { Config } from '../../platform/config/config.js';
import { checkAccountForm, type PlannedAccount } from '../accounts/account-form.js';
import { ProvisionAccountCommand, type ProvisionedAccount } from '../accounts/provision-account.command.js';
import { stepOf } from '../step-of.js';
import { type ImportPlan } from './import-plan.js';
import { type ImportRecord } from './import-records.js';

const TEXTS: Readonly<Record<ImportLineView['outcome'], string>> = {
  created: 'créé',
  completed: 'complété',
  already: 'déjà là',
  differs: 'déjà là, mais autrement : rien n’a été changé',
  failed: 'refusé',
};

interface Additions {
  readonly grants: readonly string[];
  readonly correspondences: ImportRecord['correspondences'];
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
    private readonly bus: CommandBus,
  ) {}

  /** Says what became of the line; fails only where the stores do. Lines claim what is theirs in the order of the calls. */
  async run(run: ImportRun, record: ImportRecord): Promise<ImportLineView> {
    const { account, errors } = checkAccountForm(record.form, this.config.platformDomains);
    if (account === null) return reported(record, 'failed', { errors });
    const twice = run.plan.claim(account);
    if (twice.length > 0) return reported(record, 'failed', { errors: twice });
    try {
      const report = await this.provision(run, account, record);
      run.plan.done(account);
      return report;
    } catch (error) {
      if (error instanceof Refusal) return reported(record, 'failed', { errors: fieldsOf(error) });
      throw error;
    }
  }

  private async provision(
    { context: whole, plan, dryRun }: ImportRun,
    account: PlannedAccount,
    record: ImportRecord,
  ): Promise<ImportLineView> {
    const context = stepOf(whole, `line ${record.line}`);
    // Whom it is granted to first: a line that fails leaves nothing behind.
    const people = await this.peopleOf(record.grants, plan);
    const command = new ProvisionAccountCommand(stepOf(context, 'account'), account, dryRun);
    const provisioned = await this.bus.execute(command);
    const state = (await this.addresses.find(account.address))?.state;
    const added: Additions = {
      grants: people
        .filter(({ person }) => person === null || state?.grants.has(person) !== true)
        .map(({ address }) => address),
      correspondences: record.correspondences.filter(
        (one) => state?.correspondences.get(one.kind) !== normalizeAddress(one.address),
      ),
    };
    if (!dryRun) await this.add(context, provisioned.id, added);
    return reported(record, outcomeOf(provisioned, added), { differs: provisioned.differs });
  }

  /** Null where the person is of an earlier line of a dry run. @throws Refusal an address is no person's */
  private async peopleOf(
    grants: readonly string[],
    plan: ImportPlan,
  ): Promise<readonly { readonly address: string; readonly person: string | null }[]> {
    const people: { readonly address: string; readonly person: string | null }[] = [];
    for (const typed of grants) {
      const address = normalizeAddress(typed) ?? typed;
      const person = (await this.addresses.find(address))?.state.owner ?? null;
      if (person === null && !plan.hasPerson(address)) throw noPerson(typed);
      people.push({ address, person });
    }
    return people;
  }

  private async add(context: CommandContext, account: string, added: Additions): Promise<void> {
    for (const { kind, address } of added.correspondences) {
      const step = stepOf(context, `correspondence ${kind}`);
      await this.bus.execute(new SetCorrespondenceCommand(step, account, kind, address));
    }
    for (const [index, address] of added.grants.entries()) {
      await this.bus.execute(new GrantAccessCommand(stepOf(context, `grant ${index}`), account, address));
    }
  }
}

function outcomeOf({ outcome }: ProvisionedAccount, added: Additions): ImportLineView['outcome'] {
  const isAdded = added.grants.length + added.correspondences.length > 0;
  return outcome === 'already' && isAdded ? 'completed' : outcome;
}

function noPerson(address: string): Refusal {
  const detail = `Aucune personne n’a l’adresse ${address}.`;
  return new Refusal('address-refused', detail, [{ field: 'grants', code: 'not-a-person', detail }]);
}

function fieldsOf({ code, detail, errors }: Refusal): readonly RefusedField[] {
  if (errors.length > 0) return errors;
  return [{ field: code === 'identity-taken' ? 'idNumber' : 'address', code, detail }];
}

function reported(
  { line, form }: ImportRecord,
  outcome: ImportLineView['outcome'],
  more: { readonly differs?: readonly string[]; readonly errors?: readonly RefusedField[] },
): ImportLineView {
  const { differs = [], errors = [] } = more;
  return {
    line,
    address: form.address.trim(),
    outcome,
    text: TEXTS[outcome],
    differs,
    errors: errors.map(({ field, code, detail }) => ({ field, code, detail })),
  };
}
