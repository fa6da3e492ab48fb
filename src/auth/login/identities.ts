import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { LinkIdentityCommand } from '../../accounts/link-identity/link-identity.command.js';
import { cardOf } from '../../accounts/decide-cards.js';
import { type PersonState } from '../../accounts/person.decider.js';
import { reservationDecider } from '../../accounts/reservation.decider.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { Persons } from '../access/persons.js';
import { personContext } from '../me/person-context.js';

export interface PortalIdentity {
  readonly issuer: string;
  readonly subject: string;
  /** The national id, where the login proves one; else null. */
  readonly nationalId: string | null;
}

/** Who a portal identity is (A2). Identities stand in stream names and documents as keyed hashes only. */
@Injectable()
export class Identities {
  constructor(
    private readonly persons: Persons,
    private readonly commands: CommandBus,
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
  ) {}

  /** What the identity is known by here: the name that its reservation has. */
  hashOf(issuer: string, subject: string): Promise<string> {
    return this.keyring.keyedHash('identity', JSON.stringify([issuer, subject]));
  }

  /** What a session of the portal is known by here. */
  portalSessionHashOf(issuer: string, sid: string): Promise<string> {
    return this.keyring.keyedHash('portal-session', JSON.stringify([issuer, sid]));
  }

  /**
   * The person of the identity. At the first login it is the person provisioned under the national id, whom the
   * identity is then linked to for good; a first login that was cut short is taken up by the next.
   *
   * @throws Refusal the person is linked to another identity
   */
  async personOf(identity: PortalIdentity): Promise<string | undefined> {
    const known = await this.holderOf(await this.hashOf(identity.issuer, identity.subject));
    const person = known ?? (await this.provisioned(identity.nationalId));
    if (person === null) return undefined;
    const state = await this.persons.find(person);
    if (state === undefined) return undefined;
    const hash = await this.hashOf(identity.issuer, identity.subject);
    const isTheirs = state.identity === hash || (await this.hasCard(state, identity.nationalId));
    if (!isTheirs) await this.link(person, identity);
    return person;
  }

  /** The person of a reserved identity or national id. @param hash its keyed hash */
  async holderOf(hash: string): Promise<string | null> {
    return (await this.aggregates.load(reservationDecider, streams.identity(hash))).state.holder;
  }

  /** A card that the person associated is a way in beside the identity that they are linked to (S1). */
  private async hasCard(state: PersonState, nationalId: string | null): Promise<boolean> {
    if (nationalId === null) return false;
    return cardOf(state, await this.keyring.keyedHash('national-id', nationalId)) !== undefined;
  }

  private async provisioned(nationalId: string | null): Promise<string | null> {
    if (nationalId === null) return null;
    return this.holderOf(await this.keyring.keyedHash('national-id', nationalId));
  }

  private async link(person: string, { issuer, subject }: PortalIdentity): Promise<void> {
    const context = personContext(this.randomness, person);
    await this.commands.execute(new LinkIdentityCommand(context, person, issuer, subject));
  }
}
