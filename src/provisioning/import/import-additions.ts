import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { AddressBook, addressTaken, type MailboxState } from '../../accounts/index.js';
import { GrantAccessCommand } from '../../accounts/grant-access/grant-access.command.js';
import { SetCorrespondenceCommand } from '../../accounts/set-correspondence/set-correspondence.command.js';
import { Refusal, type RefusedField } from '../../contracts/decider.js';
import { type CorrespondenceKind } from '../../contracts/events/mailbox.events.js';
import { type CommandContext } from '../../platform/commands/aggregates.js';
import { stepOf } from '../../platform/commands/step-of.js';
import { type ImportPlan } from './import-plan.js';
import { type PlannedAdditions, type PlannedCorrespondence } from './planned-additions.js';

interface Grantee {
  readonly address: string;
  /** Null where an earlier line of a dry run would have made them. */
  readonly person: string | null;
}

/** Additions that could be made: their people are there, and their addresses free. */
export interface PossibleAdditions {
  readonly grantees: readonly Grantee[];
  readonly correspondences: readonly PlannedCorrespondence[];
}

/** What of a line an account has not. */
export interface MissingAdditions {
  readonly grants: readonly string[];
  readonly correspondences: readonly PlannedCorrespondence[];
  /** Kinds of which it has another address, or none any more: an administrator has said so. */
  readonly differs: readonly CorrespondenceKind[];
}

/** Grants and correspondences of the lines of an import: looked up before the account is made, added after (X4). */
@Injectable()
export class ImportAdditions {
  constructor(
    private readonly addresses: AddressBook,
    private readonly bus: CommandBus,
  ) {}

  /**
   * @param account that the additions are for, whether it is there already or not, and where it is notified
   * @throws Refusal an address is no person's, or another account's; every error names its column
   */
  async lookUp(
    { grants, correspondences }: PlannedAdditions,
    account: { readonly id: string; readonly notified: string | null },
    plan: ImportPlan,
  ): Promise<PossibleAdditions> {
    const people = await this.peopleOf(grants);
    const errors = [
      ...people
        .filter(({ address, person }) => person === null && !plan.hasPerson(address))
        .map(({ address }) => noPerson(address)),
      ...(await this.taken(correspondences, account.id)),
      ...correspondences.filter(({ address }) => address === account.notified).map(notifiedThere),
    ];
    const [first] = errors;
    if (first !== undefined) throw new Refusal(first.code, first.detail, errors);
    return { grantees: eachOnce(people), correspondences };
  }

  private async peopleOf(grants: readonly string[]): Promise<Grantee[]> {
    const people: Grantee[] = [];
    for (const address of grants) {
      people.push({ address, person: (await this.addresses.find(address))?.state.owner ?? null });
    }
    return people;
  }

  private async taken(
    correspondences: readonly PlannedCorrespondence[],
    account: string,
  ): Promise<RefusedField[]> {
    const errors: RefusedField[] = [];
    for (const { kind: field, address } of correspondences) {
      const holder = await this.addresses.holderOf(address);
      if (holder === null || holder === account) continue;
      const { code, detail } = addressTaken();
      errors.push({ field, code, detail });
    }
    return errors;
  }

  /** @param state of the account; undefined in a dry run that would make it */
  missing(
    state: MailboxState | undefined,
    { grantees, correspondences }: PossibleAdditions,
  ): MissingAdditions {
    const isGranted = ({ person }: Grantee): boolean => person !== null && state?.grants.has(person) === true;
    const others = correspondences.filter(({ kind, address }) => {
      const known = state?.correspondences.get(kind);
      const isRemoved = state?.removedCorrespondences.has(kind) === true;
      return isRemoved || (known !== undefined && known !== address);
    });
    return {
      grants: grantees.filter((one) => !isGranted(one)).map(({ address }) => address),
      correspondences: correspondences.filter(({ kind }) => state?.correspondences.has(kind) !== true),
      differs: others.map(({ kind }) => kind),
    };
  }

  /** @throws Refusal another took the address since it was looked up, or the person is gone; it names the column */
  async add(context: CommandContext, account: string, missing: MissingAdditions): Promise<void> {
    for (const one of missing.correspondences) {
      const step = stepOf(context, `correspondence ${one.kind}`);
      await inColumn(one.kind, this.bus.execute(new SetCorrespondenceCommand(step, account, one)));
    }
    for (const [index, address] of missing.grants.entries()) {
      const step = stepOf(context, `grant ${index}`);
      await inColumn('grants', this.bus.execute(new GrantAccessCommand(step, account, address)));
    }
  }
}

async function inColumn(field: string, work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, detail } = error;
    throw new Refusal(code, detail, [{ field, code, detail }]);
  }
}

const noPerson = (address: string): RefusedField => ({
  field: 'grants',
  code: 'not-a-person',
  detail: `Aucune personne n’a l’adresse ${address}.`,
});

/** A person may be reached at several addresses. */
const eachOnce = (people: readonly Grantee[]): Grantee[] =>
  people.filter(
    ({ person }, index) => person === null || people.findIndex((one) => one.person === person) === index,
  );

const notifiedThere = ({ kind: field }: PlannedCorrespondence): RefusedField => ({
  field,
  code: 'address-refused',
  detail: 'Les notifications du compte vont à cette adresse : indiquez-en d’abord une autre.',
});
