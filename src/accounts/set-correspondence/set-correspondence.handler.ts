import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { streams } from '../../contracts/events/streams.js';
import { type CommandAnswer } from '../../contracts/http/messages.http.js';
import { AGGREGATES, type Aggregates, type CommandContext } from '../../platform/commands/aggregates.js';
import { deterministicUuid } from '../../platform/randomness/randomness.js';
import { normalizeAddress } from '../addresses/address.js';
import { AddressBook } from '../addresses/address-book.js';
import {
  type Correspondence,
  correspondenceOf,
  setCorrespondence,
  takeBackCorrespondence,
} from '../decide-correspondences.js';
import { mailboxDecider } from '../mailbox.decider.js';
import { type MailboxState } from '../mailbox.state.js';
import { addressTaken } from '../reservation.decider.js';
import { SetCorrespondenceCommand } from './set-correspondence.command.js';

@CommandHandler(SetCorrespondenceCommand)
export class SetCorrespondenceHandler implements ICommandHandler<SetCorrespondenceCommand> {
  constructor(
    @Inject(AGGREGATES) private readonly aggregates: Aggregates,
    private readonly addresses: AddressBook,
  ) {}

  async execute({ context, account, correspondence, dry }: SetCorrespondenceCommand): Promise<CommandAnswer> {
    const { address: typed, ...asked } = correspondence;
    const before = await this.aggregates.load(mailboxDecider, streams.mailbox(account));
    // What is refused takes no address.
    setCorrespondence(before.state, { ...asked, address: normalizeAddress(typed) ?? typed });
    if (dry) {
      await this.addresses.checkFree(account, typed);
      return { id: account, stream: streams.mailbox(account), revision: before.revision };
    }
    const address = await this.addresses.reserve(context, account, typed);
    const { stream, revision } = await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      context,
      (state) => setCorrespondence(state, { ...asked, address }),
    );
    if (await this.addresses.isHeldBy(account, address)) return { id: account, stream, revision };
    // Another account took it between the two, when this one had it not yet.
    await this.takeBack(context, account, { kind: asked.kind, address }, before.state);
    throw addressTaken();
  }

  private async takeBack(
    context: CommandContext,
    account: string,
    set: Pick<Correspondence, 'kind' | 'address'>,
    before: MailboxState,
  ): Promise<void> {
    const had = correspondenceOf(before, set.kind);
    const isAnother = had !== null && had.address !== set.address;
    const former = isAnother && (await this.addresses.isHeldBy(account, had.address)) ? had : null;
    await this.aggregates.execute(
      mailboxDecider,
      streams.mailbox(account),
      { ...context, operation: deterministicUuid('correspondence taken back', context.operation) },
      (state) => takeBackCorrespondence(state, set, former),
    );
  }
}
