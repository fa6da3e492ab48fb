import { createHash } from 'node:crypto';
import { Refusal } from '../../contracts/decider.js';
import { type PlannedAccount } from '../accounts/account-form.js';
import { type PlannedCorrespondence } from './planned-additions.js';

/** What only one line of a file may have. */
export interface Claim {
  readonly field: string;
  readonly hash: string;
}

/** What a line has for itself alone: its address, the person's number, and the addresses of other systems. */
export function claimsOf(
  { address, nationalId }: PlannedAccount,
  correspondences: readonly PlannedCorrespondence[],
): Claim[] {
  return [
    { field: 'address', hash: hashOf('address', address) },
    ...(nationalId === null ? [] : [{ field: 'idNumber', hash: hashOf('id', nationalId) }]),
    ...correspondences.map((one) => ({ field: one.kind, hash: hashOf('address', one.address) })),
  ];
}

/** Notifications of a line's account go to the account of no other. */
export const notifiedOf = ({ notifyAddress }: Pick<PlannedAccount, 'notifyAddress'>): Claim[] =>
  notifyAddress === null ? [] : [{ field: 'notifyAddress', hash: hashOf('address', notifyAddress) }];

/** How a line is refused for what an earlier one has, and each of its fields. */
interface Fault {
  readonly code: string;
  readonly fault: string;
  readonly detail: string;
}

const TWICE: Fault = {
  code: 'twice',
  fault: 'twice',
  detail: 'Une ligne précédente du fichier porte déjà cette valeur.',
};
const NOT_FREE: Fault = {
  code: 'address-refused',
  fault: 'account',
  detail: 'Une ligne précédente du fichier donne cette adresse à un compte.',
};

/** What the lines before have claimed, as hashes: bounded by the lines that a file may have. */
export class ImportPlan {
  private readonly claimed = new Set<string>();
  /** Of each value that a line in hand has, the last such line. */
  private readonly inHand = new Map<string, Promise<unknown>>();
  private readonly people = new Set<string>();

  /**
   * Does the work of a line once the lines before it that have one of its values are done; lines come in the order of
   * the calls. A line that fails leaves its values to those after it.
   *
   * @param free what no line before may have, although this line does not claim it
   * @param isKept whether the line has a value for itself once it is done; without it, each
   * @throws Refusal `twice` by field: a line that went well has the value; `address-refused`: it has one that was to
   * be free; and what the work fails with
   */
  claim<Result>(
    claims: readonly Claim[],
    work: () => Promise<Result>,
    free: readonly Claim[] = [],
    isKept: (result: Result, claim: Claim) => boolean = () => true,
  ): Promise<Result> {
    const earlier = [...claims, ...free].flatMap(({ hash }) => this.inHand.get(hash) ?? []);
    const line = this.after(earlier, { claims, free }, async () => {
      const result = await work();
      for (const claim of claims) if (isKept(result, claim)) this.claimed.add(claim.hash);
      return result;
    });
    const leave = (): void => {
      for (const { hash } of claims) if (this.inHand.get(hash) === done) this.inHand.delete(hash);
    };
    const done = line.then(leave, leave);
    for (const { hash } of claims) this.inHand.set(hash, done);
    return line;
  }

  private async after<Result>(
    earlier: readonly Promise<unknown>[],
    { claims, free }: Readonly<Record<'claims' | 'free', readonly Claim[]>>,
    work: () => Promise<Result>,
  ): Promise<Result> {
    await Promise.all(earlier);
    this.refuse(claims, TWICE);
    this.refuse(free, NOT_FREE);
    return work();
  }

  /** Of a line that a dry run would have made: later lines may grant the person access. */
  addPerson(addresses: readonly string[]): void {
    for (const address of addresses) this.people.add(hashOf('address', address));
  }

  hasPerson(address: string): boolean {
    return this.people.has(hashOf('address', address));
  }

  private refuse(claims: readonly Claim[], { code, fault, detail }: Fault): void {
    const taken = claims.filter(({ hash }) => this.claimed.has(hash));
    if (taken.length === 0) return;
    throw new Refusal(
      code,
      detail,
      taken.map(({ field }) => ({ field, code: fault, detail })),
    );
  }
}

const hashOf = (kind: string, value: string): string =>
  createHash('sha256').update(`${kind}:${value}`).digest('base64url').slice(0, 22);
