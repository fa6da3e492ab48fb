import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Refusal } from '../../contracts/decider.js';
import { streams } from '../../contracts/events/streams.js';
import { type AssociationCodeView } from '../../contracts/http/me.http.js';
import { AGGREGATES, type Aggregates } from '../../platform/commands/aggregates.js';
import { KEYRING, type Keyring } from '../../platform/crypto/keyring.js';
import { RANDOMNESS, type Randomness } from '../../platform/randomness/randomness.js';
import { CLOCK, type Clock } from '../../platform/time/clock.js';
import { associationCodeHash, drawAssociationCode } from '../association-code.js';
import { issueAssociationCode } from '../decide-association.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { personDecider } from '../person.decider.js';
import { IssueAssociationCodeCommand } from './issue-association-code.command.js';

@CommandHandler(IssueAssociationCodeCommand)
export class IssueAssociationCodeHandler implements ICommandHandler<IssueAssociationCodeCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    @Inject(KEYRING) private readonly keyring: Keyring,
    @Inject(RANDOMNESS) private readonly randomness: Randomness,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ context, mailbox }: IssueAssociationCodeCommand): Promise<AssociationCodeView> {
    const person = await this.ownerOf(mailbox);
    const code = drawAssociationCode(this.randomness);
    const hash = await associationCodeHash(this.keyring, person, code);
    const now = this.clock.now();
    const { stream, revision, state } = await this.aggregates.execute(
      personDecider,
      streams.person(person),
      context,
      (known) => issueAssociationCode(known, { code: hash, now }),
    );
    return { id: person, stream, revision, code, expiresAt: state.association?.expiresAt ?? '' };
  }

  private async ownerOf(mailbox: string): Promise<string> {
    const { state } = await this.aggregates.load(mailboxDecider, streams.mailbox(mailbox));
    if (!state.registered) throw new Refusal('not-found', 'Ce compte n’existe pas.');
    if (state.owner !== null) return state.owner;
    throw new Refusal('shared-account', 'Ce compte n’est pas celui d’une personne : nul ne s’y connecte.');
  }
}
