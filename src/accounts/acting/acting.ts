import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '../../contracts/decider.js';
import { type By } from '../../contracts/events/schemas.js';
import { streams } from '../../contracts/events/streams.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { type MailboxState, mayUse } from '../mailbox.state.js';
import { fullName, personDecider, type PersonState } from '../person.decider.js';

/** A person who acts for a mailbox that they may use. */
export interface Actor {
  readonly person: string;
  readonly mailbox: string;
  readonly state: MailboxState;
  /** In words, for the timeline: the account, and the person where the account is not their own (C8, S13). */
  readonly by: By;
}

/** Who acts, from the log as it is now: a right withdrawn elsewhere counts at once. */
@Injectable()
export class Acting {
  constructor(@Inject(AGGREGATES) private readonly aggregates: Aggregates) {}

  /** @throws Refusal `not-found` where the person may not (any more) use the mailbox */
  async actor(context: CommandContext): Promise<Actor> {
    const { actor: person, mailbox } = context;
    if (person === null || mailbox === null) throw noSuchMailbox();
    const [{ state }, { state: who }] = await Promise.all([
      this.aggregates.load(mailboxDecider, streams.mailbox(mailbox)),
      this.aggregates.load(personDecider, streams.person(person)),
    ]);
    if (!mayUse(state, person)) throw noSuchMailbox();
    return { person, mailbox, state, by: byOf(state, person, who) };
  }
}

function byOf(mailbox: MailboxState, person: string, who: PersonState): By {
  const { address, label } = mailbox;
  if (address === null || label === null) throw noSuchMailbox();
  if (mailbox.owner === person) return { address, name: label };
  return { address, name: label, person: fullName(who) };
}

function noSuchMailbox(): Refusal {
  return new Refusal('not-found', 'Ce compte n’existe pas.');
}
