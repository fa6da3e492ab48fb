import { Inject, Injectable } from '@nestjs/common';
import { AddressBook, mailboxDecider, normalizeAddress } from '../../accounts/index.js';
import { type Party } from '../../contracts/events/schemas.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { mapBounded } from '../../platform/concurrency/map-bounded.js';
import { type Correspondents } from './answered-parties.js';

/** Parties looked up at once. */
const CONCURRENCY = 8;

/** Where those whom a message names are reached now: a correspondence may be another account's since. */
@Injectable()
export class PresentAddresses {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly addresses: AddressBook,
  ) {}

  /** The same parties; an account that its address no longer reaches has its own instead. */
  async of({ from, to, cc }: Correspondents): Promise<Correspondents> {
    const present = (parties: readonly Party[]): Promise<Party[]> =>
      mapBounded(parties, CONCURRENCY, (party) => this.party(party));
    const [sender, forAction, forInformation] = await Promise.all([
      this.party(from),
      present(to),
      present(cc),
    ]);
    return { from: sender, to: forAction, cc: forInformation };
  }

  private async party(party: Party): Promise<Party> {
    if (party.mailbox === undefined) return party;
    const known = normalizeAddress(party.address);
    const found = known === undefined ? undefined : await this.addresses.find(known);
    if (found?.mailbox === party.mailbox) return party;
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(party.mailbox));
    return state.address === null ? party : { ...party, address: state.address };
  }
}
